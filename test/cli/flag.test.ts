import { describe, expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { desk } from "../posthog.ts";

const TOML = `
version = 1
[posthog]
project = 1
[flags.stats-tab]
name = "Stats tab"
rollout = 25
tags = ["ui"]
[flags.old-tab]
[experiments.checkout-copy]
name = "Checkout copy"
`;

describe("a flag of its own", () => {
  test("is created alone, switched off and on, and archived", async () => {
    const { assay } = desk(TOML);
    expect((await assay("flag create stats-tab --yes")).out).toContain("create flag stats-tab");
    for (const [line, state] of [
      ["show stats-tab", "on"],
      ["disable stats-tab --yes", "off"],
      ["disable stats-tab --yes", "off"],
      ["enable stats-tab --yes", "on"],
      ["archive stats-tab --yes", "archived"],
      ["show old-tab", "absent"],
    ] as const) {
      const { exitCode, data } = envelope(await assay(`flag ${line} --json`));
      expect({ exitCode, state: data["flag"] }).toMatchObject({ exitCode: 0, state: { state } });
    }
  });

  test("that was disabled stays off, whatever is applied", async () => {
    const { assay, write } = desk(TOML);
    await assay("apply --yes");
    await assay("flag disable stats-tab --yes");
    expect((await assay("plan --check")).code).toBe(0);
    write("assay.toml", TOML.replace("rollout = 25", "rollout = 50"));
    expect((await assay("apply --yes")).code).toBe(0);
    expect((await assay("flag list")).out).toMatch(/stats-tab +off +flag +Stats tab +50 %/);
  });

  test.each([
    ["enable stats-tab", "it is archived"],
    ["disable old-tab", "PostHog does not have it"],
  ])("is refused an illegal step: %s", async (line, words) => {
    const { assay } = desk(TOML);
    await assay("flag create stats-tab --yes");
    await assay("flag archive stats-tab --yes");
    const { code, err } = await assay(`flag ${line} --yes`);
    expect(code).toBe(3);
    expect(err).toContain(words);
  });
});

describe("the flag of an experiment", () => {
  test("is enabled by the launch alone, and archived only when that is over", async () => {
    const { assay } = desk(TOML);
    await assay("apply --yes");
    const enabled = await assay("flag enable checkout-copy --yes");
    expect(enabled.code).toBe(3);
    expect(enabled.err).toContain("assay experiment launch checkout-copy");
    expect((await assay("flag archive checkout-copy --yes")).code).toBe(3);
  });

  test("switched off is a paused experiment", async () => {
    const { assay } = desk(TOML);
    await assay("apply --yes");
    await assay("experiment launch checkout-copy --skip all --yes");
    expect((await assay("flag disable checkout-copy --yes")).code).toBe(0);
    expect((await assay("experiment show checkout-copy")).out).toContain("stage: paused");
    expect((await assay("drift")).code).toBe(0);
    expect((await assay("flag enable checkout-copy --yes")).code).toBe(0);
    expect((await assay("experiment show checkout-copy")).out).toContain("stage: running");
  });

  test("is created with it", async () => {
    const { code, err } = await desk(TOML).assay("flag create checkout-copy --yes");
    expect(code).toBe(2);
    expect(err).toContain("experiment create checkout-copy");
  });
});

test("flag list marks what drifted", async () => {
  const { assay, write } = desk(TOML);
  await assay("apply --yes");
  write("assay.toml", TOML.replace("rollout = 25", "rollout = 50"));
  const { data } = envelope(await assay("flag list --json"));
  expect(data["flags"]).toMatchObject([
    { key: "checkout-copy", kind: "experiment", state: "off", drift: "same" },
    { key: "old-tab", state: "on" },
    { key: "stats-tab", state: "on", drift: "pending", tags: ["ui"] },
  ]);
});
