import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { type Desk, desk } from "../posthog.ts";

const TOML = `
version = 1
[posthog]
project = 1
[experiments.checkout-copy]
name = "Checkout copy"
rollout = 20
owner = "checkout team"
expires = 2027-03-31
[[experiments.checkout-copy.metrics]]
name = "Purchases"
event = "purchase"
[events.purchase]
items = "count"
`;

/** A desk with the experiment launched, and a way to ask its PostHog. */
async function launched(options: Parameters<typeof desk>[1] = {}): Promise<Desk> {
  const at = desk(TOML, options);
  await at.assay("apply --yes");
  await at.assay("experiment launch checkout-copy --skip all --yes");
  return at;
}

const stageAfter = async ({ assay }: Desk, line: string): Promise<unknown> => {
  const { data, exitCode, diagnostics } = envelope(await assay(`experiment ${line} --json`));
  expect({ exitCode, diagnostics }).toEqual({ exitCode: 0, diagnostics: [] });
  return data["experiment"];
};

describe("a launched experiment", () => {
  test("is paused, resumed, frozen, unfrozen, shipped, archived and reset", async () => {
    const at = await launched();
    const key = "checkout-copy";
    for (const [line, stage] of [
      [`pause ${key} --yes`, { stage: "paused", verbs: ["resume", "conclude", "reset"] }],
      [`resume ${key} --yes`, { stage: "running", frozen: false }],
      [`freeze ${key} --yes`, { stage: "running", frozen: true }],
      [`unfreeze ${key} --yes`, { stage: "running", frozen: false }],
      [`ship ${key} test --as won --confirm ${key}`, { stage: "stopped", conclusion: "won" }],
      [`archive ${key} --yes`, { stage: "archived", verbs: ["reset"] }],
      [`reset ${key} --yes`, { stage: "draft", conclusion: null }],
    ] as const)
      expect(await stageAfter(at, line)).toMatchObject(stage);
  });

  test("is refused an illegal verb, in words that are said once, and nothing is sent", async () => {
    const sent: string[] = [];
    const at = await launched({
      before: ({ method, url }) => {
        if (method !== "GET") sent.push(url);
        return undefined;
      },
    });
    sent.length = 0;
    const { code, out, err } = await at.assay("experiment resume checkout-copy --yes");
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(err).toBe(
      'Cannot resume experiment "checkout-copy": it is running\n  Legal now: pause, freeze, conclude, ship, reset\n',
    );
    expect(sent).toEqual([]);
  });

  test("keeps the lock at its versions, so that the next apply has nothing to say", async () => {
    const at = await launched();
    await at.assay("experiment pause checkout-copy --yes");
    const lock = (): unknown => JSON.parse(readFileSync(join(at.folder, "assay.lock"), "utf8"));
    const before = lock();
    expect((await at.assay("apply --yes")).out).toContain("Nothing to do");
    expect(lock()).toEqual(before);
  });
});

describe("ship", () => {
  test.each([
    ["without its key", "ship checkout-copy test --yes", 3, "--confirm checkout-copy"],
    ["with another key", "ship checkout-copy test --confirm other", 3, "--confirm checkout-copy"],
    ["a variant nobody declared", "ship checkout-copy tset --confirm checkout-copy", 2, "test"],
    ["a comment without a verdict", "ship checkout-copy test --comment x", 2, "--as"],
  ])("is refused %s", async (_what, line, code, words) => {
    const at = await launched();
    const seen = await at.assay(`experiment ${line}`);
    expect({ code: seen.code, out: seen.out }).toEqual({ code, out: "" });
    expect(seen.err).toContain(words);
    expect(await stageAfter(at, "show checkout-copy")).toMatchObject({ stage: "running" });
  });

  test("gives the variant to those who are in, and with --everyone to all", async () => {
    const at = await launched();
    await at.assay("experiment ship checkout-copy test --everyone --confirm checkout-copy");
    const response = await at.posthog.fetch(
      new Request("http://posthog.test/api/projects/1/feature_flags/1/", {
        headers: { authorization: "Bearer phx_dev" },
      }),
    );
    expect(await response.json()).toMatchObject({
      filters: {
        groups: [{ rollout_percentage: 100 }, { rollout_percentage: 20 }],
        multivariate: {
          variants: [
            { key: "control", rollout_percentage: 0 },
            { key: "test", rollout_percentage: 100 },
          ],
        },
      },
    });
    expect((await at.assay("plan --check")).code).toBe(0);
  });

  test("is no drift, also after a reset: the next plan declares the shares anew", async () => {
    const at = await launched();
    await at.assay("experiment ship checkout-copy test --confirm checkout-copy");
    expect((await at.assay("experiment show checkout-copy")).out).toContain(
      "in PostHog: control 0 %, test 100 %",
    );
    await at.assay("experiment reset checkout-copy --yes");
    expect((await at.assay("drift")).code).toBe(0);
    const { out } = await at.assay("plan");
    expect(out).toContain("variants.test.share: 100 → 50\n");
  });

  test("that waits for approval is a conflict of its own", async () => {
    const at = await launched({
      before: ({ url }) =>
        url.includes("ship_variant")
          ? Response.json({ detail: "Approval required.", change_request_id: 7 }, { status: 409 })
          : undefined,
    });
    const line = "experiment ship checkout-copy test --confirm checkout-copy";
    const { code, err } = await at.assay(line);
    expect(code).toBe(4);
    expect(err).toContain("waiting for approval");
    const { diagnostics } = envelope(await at.assay(`${line} --json`));
    expect(diagnostics).toMatchObject([{ rule: "approval.pending" }]);
  });
});

test.each([
  "conclude checkout-copy --as victory",
  "launch checkout-copy --skip ownr",
  "ship checkout-copy tset --confirm checkout-copy",
  "pause checkout-cpoy",
])("what is mistyped is said before a key is asked for: %s", async (line) => {
  const { assay } = desk(TOML);
  expect((await assay(`experiment ${line}`, { POSTHOG_PERSONAL_API_KEY: "" })).code).toBe(2);
});

test("every verb says who moves, before and after it is done", async () => {
  const at = await launched();
  const moved = async (line: string): Promise<string> =>
    (await at.assay(`experiment ${line}`)).out.trim().split("\n").at(-1) ?? "";
  expect(await moved("pause checkout-copy --yes")).toBe("20 % of people leave");
  const { out } = await at.assay("experiment resume checkout-copy --dry-run");
  expect(out).toContain("20 % of people enter\nDry run, not sent:");
  expect(await moved("resume checkout-copy --yes")).toBe("20 % of people enter");
  const everyone = "ship checkout-copy test --everyone --confirm checkout-copy";
  expect(await moved(everyone)).toBe("80 % of people enter, 10 % switch variant");
});

describe("the list", () => {
  test("tells stage, age, owner and drift", async () => {
    const at = await launched();
    at.write("assay.toml", TOML.replace("rollout = 20", "rollout = 40"));
    const { data, meta } = envelope(await at.assay("experiment list --json"));
    expect(data["experiments"]).toMatchObject([
      { key: "checkout-copy", stage: "running", owner: "checkout team", drift: "pending" },
    ]);
    expect(meta).toMatchObject({ experiments: { "checkout-copy": { ageDays: 0 } } });
    expect((await at.assay("experiment list")).out).toMatch(
      /KEY +STAGE +AGE +OWNER +DRIFT.*\ncheckout-copy +running +0 d +checkout team +pending/,
    );
  });
});
