import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { envelope } from "../assay.ts";
import { declarations } from "../experiment/arbitrary.ts";
import { experimentOf, flagOf, metricOf } from "../experiment/declared.ts";
import { type Desk, desk } from "../posthog.ts";
import { isSayable, tomlOf } from "../toml.ts";

const EMPTY = "# ours\nversion = 1\n[posthog]\nproject = 1\n";

const pro = { key: "plan", operator: "exact", value: ["pro", "team"] };

/** A PostHog that somebody filled, and a config that declares nothing yet. */
async function filled(): Promise<Desk> {
  const at = desk(
    tomlOf([
      flagOf("stats-tab", {
        name: "Stats tab",
        tags: ["ui"],
        groups: [
          { match: [pro], rollout: 50, variant: undefined, description: "who pays" },
          { match: [], rollout: 5, variant: undefined, description: undefined },
        ],
      }),
      experimentOf("checkout-copy", { metrics: [metricOf("Errors", "error_occurred")] }),
    ]),
  );
  expect((await at.assay("apply --yes")).code).toBe(0);
  at.write("assay.toml", EMPTY);
  at.write("assay.lock", "");
  return at;
}

const configOf = ({ folder }: Desk): string => readFileSync(join(folder, "assay.toml"), "utf8");

describe("import", () => {
  test("declares a flag as people write one, after what is there", async () => {
    const at = await filled();
    expect(await at.assay("import flag stats-tab")).toMatchObject({
      code: 0,
      out: expect.stringContaining("+ flag stats-tab"),
    });
    expect(configOf(at)).toBe(`${EMPTY}
[flags.stats-tab]
name = "Stats tab"
tags = ["ui"]

[[flags.stats-tab.groups]]
match = [{ property = "plan", value = ["pro", "team"] }]
rollout = 50
description = "who pays"

[[flags.stats-tab.groups]]
rollout = 5
`);
  });

  test("plans clean afterwards, and the lock knows what was applied", async () => {
    const at = await filled();
    expect((await at.assay("import checkout-copy stats-tab")).code).toBe(0);
    expect((await at.assay("plan --check")).code).toBe(0);
    at.write("assay.toml", configOf(at).replace("rollout = 5\n", "rollout = 6\n"));
    expect(envelope(await at.assay("plan --json")).data["changes"]).toMatchObject([
      { key: "stats-tab", fields: [{ path: "groups.1.rollout", state: "pending", base: 5 }] },
    ]);
  });

  test("takes all that goes on, once", async () => {
    const at = await filled();
    const first = envelope(await at.assay("import --all --json"));
    expect(first.data["imported"]).toEqual([
      { kind: "experiment", key: "checkout-copy" },
      { kind: "flag", key: "stats-tab" },
    ]);
    const text = configOf(at);
    expect(envelope(await at.assay("import --all --json")).data["imported"]).toEqual([]);
    expect(configOf(at)).toBe(text);
    expect((await at.assay("plan --check")).code).toBe(0);
  });

  test("writes nothing under --dry-run", async () => {
    const at = await filled();
    expect((await at.assay("import --all --dry-run")).out).toContain("+ flag stats-tab");
    expect(configOf(at)).toBe(EMPTY);
    expect(readFileSync(join(at.folder, "assay.lock"), "utf8")).toBe("");
  });

  test("imports a flag that nobody named, which has the key as its name here", async () => {
    const at = await filled();
    await post(at, { key: "bare", filters: { groups: [{ properties: [] }] } });
    expect((await at.assay("import bare")).code).toBe(0);
    expect(configOf(at)).toContain("[flags.bare]\nrollout = 100\n");
    expect((await at.assay("plan --check")).code).toBe(0);
  });

  test("declares a flag after those that it depends on", async () => {
    const at = await filled();
    const zone = { key: "3", type: "flag", operator: "flag_evaluates_to", value: true };
    await post(at, { key: "zone", filters: { groups: [{ properties: [] }] } });
    await post(at, { key: "area", filters: { groups: [{ properties: [zone] }] } });
    expect((await at.assay("import area")).code).toBe(3);
    expect(envelope(await at.assay("import --all --json")).data["skipped"]).toEqual([]);
    expect(configOf(at)).toContain('property = "zone"');
    expect((await at.assay("plan --check")).code).toBe(0);
  });

  test("a lone word is a key, whatever it is called", async () => {
    const at = await filled();
    await post(at, { key: "flag", filters: { groups: [{ properties: [] }] } });
    expect((await at.assay("import flag")).code).toBe(0);
    expect(configOf(at)).toContain("[flags.flag]");
  });

  test.each<[string, string, number, string]>([
    ["what is declared already", "import flag declared", 3, "adopt declared"],
    ["what PostHog does not have", "import nothing", 3, "does not have it"],
    ["the flag of an experiment alone", "import flag checkout-copy", 3, "belongs to an experiment"],
    ["an experiment that is none", "import experiment stats-tab", 3, "none that goes on"],
    ["what has no words", "import flag stepped", 3, "no words"],
    ["nothing", "import", 2, "--all"],
    ["both", "import stats-tab --all", 2, "--all"],
  ])("refuses %s, and leaves the config as it is", async (_what, line, code, words) => {
    const at = await filled();
    await post(at, {
      key: "stepped",
      filters: {
        groups: [
          { properties: [], aggregation_group_type_index: 0 },
          { properties: [], aggregation_group_type_index: null },
        ],
      },
    });
    const text = `${EMPTY}[flags.declared]\nrollout = 1\n`;
    at.write("assay.toml", text);
    const seen = await at.assay(line);
    expect(seen.code).toBe(code);
    expect(seen.err).toContain(words);
    expect(configOf(at)).toBe(text);
  });

  test("leaves out of all what it cannot say, and says so", async () => {
    const at = await filled();
    await post(at, { key: "nothing", filters: { groups: [{}], payloads: { true: "null" } } });
    const { data } = envelope(await at.assay("import --all --json"));
    expect(data["skipped"]).toMatchObject([
      { key: "nothing", why: expect.stringContaining("null") },
    ]);
    expect(data["imported"]).toHaveLength(2);
  });

  test("of anything plans clean", async () => {
    await fc.assert(
      fc.asyncProperty(declarations, async (declared) => {
        const sayable = declared.filter(isSayable);
        const at = desk(tomlOf(sayable));
        expect((await at.assay("apply --yes")).code).toBe(0);
        at.write("assay.toml", EMPTY);
        at.write("assay.lock", "");
        expect(envelope(await at.assay("import --all --json")).data).toMatchObject({ skipped: [] });
        const seen = await at.assay("plan --check");
        expect(seen).toMatchObject({ code: 0 });
        expect((await at.assay("drift")).code).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});

async function post({ posthog }: Desk, body: object): Promise<void> {
  const { ok } = await posthog.fetch(
    new Request("http://posthog.test/api/projects/1/feature_flags/", {
      method: "POST",
      headers: { authorization: "Bearer phx_dev" },
      body: JSON.stringify(body),
    }),
  );
  expect(ok).toBe(true);
}
