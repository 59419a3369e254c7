import { expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { desk } from "../posthog.ts";

const TOML = `
version = 1
[experiments.checkout-copy]
variants = [{ key = "control", share = 80 }, { key = "test", share = 20 }]
`;
const LINE = "experiment power checkout-copy --baseline 10 --effect 10";

test("the smallest arm decides how many people it takes; nobody is asked for a key", async () => {
  const { assay } = desk(TOML);
  const { exitCode, data } = envelope(await assay(`${LINE} --daily 5000 --json`));
  expect(exitCode).toBe(0);
  expect(data).toMatchObject({ formula: "pooled-z", perArm: 14_751, total: 73_755, days: 21 });
  expect((await assay(LINE)).out).toContain("10 % becoming 11 %");
});

test("less may be better", async () => {
  const { assay } = desk(TOML);
  const line = "experiment power checkout-copy --baseline 10% --effect=-10% --json";
  expect(envelope(await assay(line)).data).toMatchObject({ effect: -0.1, perArm: 13_495 });
});

test.each(["--baseline ten", "--effect 0", "--daily 0", "--formula guess"])(
  "%s is no question",
  async (said) => {
    const { code, out, err } = await desk(TOML).assay(`${LINE} ${said}`);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("Cannot");
  },
);
