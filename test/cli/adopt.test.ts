import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { declarations, redeclared } from "../experiment/arbitrary.ts";
import { type Desk, desk } from "../posthog.ts";
import { isSayable, tomlOf } from "../toml.ts";

const TOML = `# All of ours
version = 1
[posthog]
project = 1

[flags]
bare = { rollout = 10, tags = ["b", "a"] } # small

[flags.stats-tab] # the tab
  name = 'Stats tab'
  # a quarter, for now
  rollout = 25 # percent

[[flags.pricing.groups]]
match = [
  { property = "plan", value = "pro" }, # who pays
]
rollout = 50
[[flags.pricing.groups]]
rollout = 5 # the rest

[experiments.checkout-copy]
name = "Checkout copy"
hypothesis = "Plain words sell more"
# The newest first
[[experiments.checkout-copy.metrics]]
name = "Purchases"
event = "purchase" # paid
[[experiments.checkout-copy.metrics]]
name = "Errors"
role = "guardrail"
event = "error"
goal = "decrease"
`;

async function applied(toml = TOML): Promise<Desk> {
  const at = desk(toml);
  expect((await at.assay("apply --yes")).code).toBe(0);
  return at;
}

const configOf = ({ folder }: Desk): string => readFileSync(join(folder, "assay.toml"), "utf8");

/** What another person sets flags and experiments to, by another config of theirs. */
async function elsewhere(at: Desk, toml: string): Promise<void> {
  const [config, lock] = ["assay.toml", "assay.lock"].map((file) =>
    readFileSync(join(at.folder, file), "utf8"),
  );
  at.write("assay.toml", toml);
  expect((await at.assay("apply --yes")).code).toBe(0);
  at.write("assay.toml", config ?? "");
  at.write("assay.lock", lock ?? "");
}

describe("adopt takes PostHog's value and leaves the rest as it is written:", () => {
  test.each<[string, string | RegExp, string]>([
    ["a rollout", "rollout = 25 # percent", "rollout = 40 # percent"],
    ["a name", "'Stats tab'", '"Statistics"'],
    ["tags", '["b", "a"]', '["b", "c"]'],
    ["a value in braces", "{ rollout = 10", "{ rollout = 15"],
    ["the rollout of a group", "rollout = 5 # the rest", "rollout = 6 # the rest"],
    ["a condition's value", 'value = "pro"', 'value = "team"'],
    ["a hypothesis", '"Plain words sell more"', '"Short words sell more"'],
    ["a metric's event", 'event = "purchase" # paid', 'event = "order" # paid'],
    [
      "a guardrail's goal",
      'event = "error"\ngoal = "decrease"',
      'event = "error"\ngoal = "increase"',
    ],
  ])("%s", async (_what, from, to) => {
    const at = await applied();
    const theirs = TOML.replace(from, to);
    await elsewhere(at, theirs);
    expect((await at.assay("drift")).code).toBe(1);
    expect((await at.assay("adopt")).code).toBe(0);
    expect((await at.assay("plan --check")).code).toBe(0);
    expect((await at.assay("drift")).code).toBe(0);
    for (const comment of TOML.match(/#.*/g) ?? [])
      expect([_what, configOf(at)]).toEqual([_what, expect.stringContaining(comment)]);
    const changed = configOf(at)
      .split("\n")
      .filter((line) => !TOML.includes(line));
    expect(changed.length).toBeLessThanOrEqual(2);
  });

  test("what was taken away in PostHog goes", async () => {
    const at = await applied(
      TOML.replace("# percent", "# percent\n  payloads = { true = 1 } # one"),
    );
    await elsewhere(at, TOML);
    expect((await at.assay("adopt stats-tab")).code).toBe(0);
    expect(configOf(at)).toBe(TOML.replace("# percent", "# percent\n  # one"));
  });

  test("a rollout that became groups", async () => {
    const at = await applied();
    await elsewhere(
      at,
      TOML.replace(
        "rollout = 25 # percent",
        'groups = [{ match = [{ property = "plan", value = "pro" }], rollout = 25 }]',
      ),
    );
    expect((await at.assay("adopt")).code).toBe(0);
    expect((await at.assay("plan --check")).code).toBe(0);
    expect(configOf(at)).toContain("# a quarter, for now");
  });

  test("split and order of variants that were never written", async () => {
    const at = await applied();
    await elsewhere(
      at,
      TOML.replace(
        "# The newest",
        'variants = [{ key = "test", share = 30 }, { key = "control", share = 70 }]\n#',
      ),
    );
    expect((await at.assay("adopt checkout-copy")).code).toBe(0);
    expect((await at.assay("plan --check")).code).toBe(0);
  });
});

describe("adopt never loses what only the config says", () => {
  test("a conflict is left, and told, until its field is named", async () => {
    const at = await applied();
    await elsewhere(at, TOML.replace("rollout = 25", "rollout = 40"));
    const mine = TOML.replace("rollout = 25", "rollout = 50");
    at.write("assay.toml", mine);
    expect(await at.assay("adopt")).toMatchObject({
      code: 1,
      out: expect.stringContaining("--field"),
    });
    expect(configOf(at)).toBe(mine);
    expect((await at.assay("adopt stats-tab --field rollout")).code).toBe(0);
    expect(configOf(at)).toBe(TOML.replace("rollout = 25", "rollout = 40"));
  });

  test("what is pending stays pending beside what is taken", async () => {
    const at = await applied();
    await elsewhere(at, TOML.replace("rollout = 25", "rollout = 40"));
    at.write("assay.toml", TOML.replace("Stats tab", "Statistics"));
    expect((await at.assay("adopt")).code).toBe(0);
    expect(envelope(await at.assay("plan --json")).data["changes"]).toMatchObject([
      { key: "stats-tab", fields: [{ path: "name", state: "pending" }] },
    ]);
    // What was taken is settled: the next edit of it is drift, not a conflict.
    await elsewhere(at, TOML.replace("rollout = 25", "rollout = 60"));
    expect((await at.assay("adopt")).out).toContain("rollout: 40 → 60");
  });

  test("an object that is gone is left to apply", async () => {
    const at = await applied();
    await at.posthog.fetch(
      new Request("http://posthog.test/api/projects/1/feature_flags/4/", {
        method: "PATCH",
        headers: { authorization: "Bearer phx_dev" },
        body: JSON.stringify({ deleted: true }),
      }),
    );
    expect((await at.assay("adopt")).out).toContain("apply creates it again");
    expect(configOf(at)).toBe(TOML);
  });

  test("--dry-run writes nothing", async () => {
    const at = await applied();
    await elsewhere(at, TOML.replace("rollout = 25", "rollout = 40"));
    expect((await at.assay("adopt --dry-run")).out).toContain("rollout: 25 → 40");
    expect(configOf(at)).toBe(TOML);
    expect((await at.assay("drift")).code).toBe(1);
  });

  test.each([
    ["adopt unknown", 'unknown"'],
    ["adopt stats-tab --field size", "Fields that differ: rollout"],
  ])("%s is bad usage", async (line, words) => {
    const at = await applied();
    await elsewhere(at, TOML.replace("rollout = 25", "rollout = 40"));
    expect(await at.assay(line)).toMatchObject({ code: 2, err: expect.stringContaining(words) });
    expect(configOf(at)).toBe(TOML);
  });
});

test("whatever others change, adopt leaves no drift", { timeout: 20_000 }, async () => {
  const twice = declarations
    .map((declared) => declared.filter((each) => isSayable(each)))
    .chain((first) => fc.tuple(fc.constant(first), redeclared(first)))
    .filter(([, second]) => second.every((each) => isSayable(each)));
  await fc.assert(
    fc.asyncProperty(twice, async ([first, second]) => {
      const at = await applied(`# ours\n${tomlOf(first)}`);
      await elsewhere(at, tomlOf(second));
      expect(await at.assay("adopt")).toMatchObject({ code: 0, err: "" });
      expect((await at.assay("drift")).code).toBe(0);
      expect(configOf(at)).toContain("# ours\n");
    }),
    { numRuns: 15 },
  );
});
