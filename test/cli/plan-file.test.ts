import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Desk, desk } from "../posthog.ts";

const TOML = `
version = 1
[posthog]
project = 1
[environments.staging.posthog]
project = 1
[flags.stats-tab]
rollout = 25
`;

/** A desk where the flag is applied, and a plan to widen it is kept. */
async function planned(): Promise<Desk> {
  const at = desk(TOML);
  await at.assay("apply --yes");
  at.write("assay.toml", TOML.replace("25", "50"));
  expect((await at.assay("plan --out plan.json")).code).toBe(0);
  return at;
}

test("a saved plan is applied without a question", async () => {
  const { assay } = await planned();
  const { code, out } = await assay("apply plan.json");
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("Applied 1 of 1") });
  expect((await assay("plan --check")).code).toBe(0);
});

test("a saved plan says how it is applied, in its environment too", async () => {
  const { assay } = desk(TOML);
  expect((await assay("plan --out plan.json --env staging")).err).toContain(
    "assay apply plan.json --env staging",
  );
});

test("a saved plan still holds when only a comment was added", async () => {
  const { assay, write } = await planned();
  write("assay.toml", `# Wider\n${TOML.replace("rollout = 25", "rollout  =  50.0 # half")}`);
  expect((await assay("apply plan.json")).code).toBe(0);
});

describe("a saved plan is refused, and nothing is written,", () => {
  const LATER = "2026-11-22T12:00:01Z";
  test.each<[string, (at: Desk) => unknown, string, string, number]>([
    [
      "when the config changed",
      ({ write }) => write("assay.toml", TOML.replace("25", "30")),
      "",
      "config changed",
      3,
    ],
    ["when PostHog changed", editElsewhere, "", "PostHog changed", 4],
    [
      "when something else was applied",
      async ({ assay, write, folder }) => {
        const held = readFileSync(join(folder, "assay.lock"), "utf8");
        write("assay.lock", held.replace('"rollout": 25', '"rollout": 24'));
        expect((await assay("plan")).code).toBe(0);
      },
      "",
      "lock changed",
      4,
    ],
    ["when it is a day old", () => {}, "", "too old", 3],
    [
      "when another version made it",
      editPlan(/"tool": "[^"]*"/, '"tool": "0.0.1"'),
      "",
      "version",
      3,
    ],
    [
      "when it was edited after its approval",
      editPlan(/"config": 50/, '"config": 5'),
      "",
      "edited",
      3,
    ],
    ["for another environment", () => {}, "--env staging", "environment", 3],
    ["when it is none", ({ write }) => write("plan.json", "{}"), "", "plan --out", 2],
    ["when it is not there", () => {}, "", "plan --out", 2],
  ])("%s", async (what, move, more, words, code) => {
    const at = await planned();
    await move(at);
    const file = what === "when it is not there" ? "other.json" : "plan.json";
    const env = what === "when it is a day old" ? { ASSAY_NOW: LATER } : {};
    const seen = await at.assay(`apply ${file} ${more}`, env);
    expect({ code: seen.code, out: seen.out }).toEqual({ code, out: "" });
    expect(seen.err).toContain(words);
    expect((await at.assay("plan --json")).out).toContain('"remote":25');
  });
});

async function editElsewhere({ posthog }: Desk): Promise<void> {
  await posthog.fetch(
    new Request("http://posthog.test/api/projects/1/feature_flags/1/", {
      method: "PATCH",
      headers: { authorization: "Bearer phx_dev" },
      body: JSON.stringify({ name: "Edited elsewhere" }),
    }),
  );
}

function editPlan(from: RegExp, to: string): (at: Desk) => void {
  return ({ folder }) => {
    const path = join(folder, "plan.json");
    const text = readFileSync(path, "utf8");
    expect(text).toMatch(from);
    writeFileSync(path, text.replace(from, to));
  };
}
