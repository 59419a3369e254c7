import { describe, expect, test } from "vitest";
import { assay, envelope } from "../assay.ts";
import { desk } from "../posthog.ts";

const TOML = `
version = 1
[flags.stats-tab]
rollout = 25
[[flags.pricing.groups]]
match = [{ property = "plan", value = "pro" }]
rollout = 40
[experiments.copy]
name = "Copy"
variants = [{ key = "control", share = 50 }, { key = "test", share = 50 }]
[experiments.split]
name = "Split"
rollout = 20
variants = [{ key = "control", share = 34 }, { key = "a", share = 33 }, { key = "b", share = 33 }]
[experiments.local]
name = "Local"
remote = false
`;

const NEEDING = `${TOML}
[experiments.needing]
name = "Needing"
variants = [{ key = "control", share = 50 }, { key = "test", share = 50 }]
[[experiments.needing.groups]]
match = [{ property = "split", type = "flag", operator = "flag_evaluates_to", value = "a" }]
rollout = 100
`;

const USERS = Array.from({ length: 900 }, (_, index) =>
  JSON.stringify({ id: `user-${index}`, props: { plan: index % 3 === 0 ? "pro" : "free" } }),
);

describe("simulate distribution", () => {
  test("puts the shares of a flag beside its definition, with a verdict", async () => {
    const { assay: run } = desk(TOML);
    const { code, out, err } = await run("simulate distribution split --ids 5000");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^split: even \(p = 0\.\d+, at most \d\.\d\d % off\)\n/);
    expect(out).toMatch(/control +\d+ +\d\.\d\d % +6\.80 %\n/);
    expect(out).toMatch(/false +\d+ +\d\d\.\d\d % +80\.00 %\n/);
    expect(out).toContain("5000 people made up (seed 1); uneven is p < 0.001\n");
  });

  test("takes every flag but local toggles, and the same seed says the same", async () => {
    const { assay: run } = desk(TOML);
    const first = await run("simulate distribution --ids 1000 --seed spring --json");
    expect(await run("simulate distribution --ids 1000 --seed spring --json")).toEqual(first);
    const { data } = envelope(first);
    expect(Object.keys(data["flags"] ?? {})).toEqual(["stats-tab", "pricing", "copy", "split"]);
    expect(data).toMatchObject({
      people: { source: "generated", people: 1000, seed: "spring" },
      flags: {
        copy: { verdict: "even", basis: "everyone", counted: 1000, freedom: 1 },
        pricing: { verdict: "unjudged", unjudged: "nobody-known", unknown: 1000, p: null },
      },
    });
    expect(await run("simulate distribution --ids 1000 --seed fall --json")).not.toEqual(first);
  });

  test("sums several flags up", async () => {
    const { assay: run } = desk(TOML);
    const { out } = await run("simulate distribution --ids 1000");
    expect(out).toContain("\n3 even, 0 uneven, 1 not judged\n");
    expect(out).toContain("pricing: not judged: nobody is known well enough");
  });

  test("everyone made up has the properties that are given", async () => {
    const { assay: run } = desk(TOML);
    const line = "simulate distribution pricing --ids 2000 --prop plan=pro --json";
    expect(envelope(await run(line)).data["flags"]).toMatchObject({
      pricing: {
        verdict: "even",
        basis: "matched",
        unknown: 0,
        values: [
          { value: true, expected: 0.4 },
          { value: false, expected: 0.6 },
        ],
      },
    });
  });

  test("a holdout whose size only PostHog knows is noted", async () => {
    const { assay: run } = desk(`${TOML}
[flags.held]
rollout = 50
holdout = 3
`);
    const { data, diagnostics } = envelope(
      await run("simulate distribution held --ids 500 --json"),
    );
    expect(data["flags"]).toMatchObject({ held: { verdict: "even" } });
    expect(diagnostics).toMatchObject([{ rule: "simulate.holdout-unknown" }]);
  });

  test("a flag about groups is told once its group type has a name", async () => {
    const flag = `${TOML}\n[flags.gold]\ngroup_type = 0\nrollout = 50\n`;
    const { assay: run, write } = desk(flag);
    const line = "simulate distribution gold --ids 2000 --json";
    expect(envelope(await run(line)).diagnostics).toMatchObject([
      { rule: "evaluation.nameless-group-type" },
    ]);
    write("assay.toml", `${flag}[posthog]\ngroup_types = ["company"]\n`);
    expect(envelope(await run(line))).toMatchObject({
      data: { flags: { gold: { verdict: "even" } } },
      diagnostics: [],
    });
  });

  test("people of a file count once each; bad rows are left out and said", async () => {
    const { assay: run, write } = desk(TOML);
    write("users.jsonl", [...USERS, USERS[0], "{"].join("\n"));
    const seen = await run("simulate distribution pricing copy --users users.jsonl --json");
    const { data, diagnostics } = envelope(seen);
    expect(data).toMatchObject({
      people: { source: "users", people: 901, errors: 1 },
      flags: {
        pricing: { verdict: "even", counted: 900, repeated: 1, unknown: 0 },
        copy: { verdict: "even", counted: 900, repeated: 1, unknown: 0 },
      },
    });
    expect(diagnostics).toMatchObject([{ rule: "simulate.bad-rows" }]);
  });

  test("uneven shares are a finding", async () => {
    const { assay: run, write } = desk(TOML);
    const rows = Array.from({ length: 400 }, (_, index) => `{"id": "user-${index}"}`);
    write("all.jsonl", rows.join("\n"));
    const { out } = await run("eval copy --users all.jsonl");
    const tests = rows.filter((_, index) => out.split("\n")[index]?.includes('"test"'));
    write("tests.jsonl", tests.join("\n"));
    const { code, out: told } = await run("simulate distribution copy --users tests.jsonl");
    expect(code).toBe(1);
    expect(told).toMatch(/^copy: uneven \(p = \d\.?\d*e-\d+, at most 50\.00 % off\)/);
  });

  test("--definitions reads PostHog's own payload, and needs no config", async () => {
    const { assay: run, write } = desk(TOML);
    const filters = { groups: [{ rollout_percentage: 45 }], aggregation_group_type_index: 0 };
    write(
      "definitions.json",
      JSON.stringify({
        flags: [{ key: "by-company", active: true, filters }],
        group_type_mapping: { "0": "company" },
      }),
    );
    const line = "simulate distribution --definitions definitions.json --ids 1000 --json";
    expect(envelope(await run(line)).data["flags"]).toMatchObject({
      "by-company": { verdict: "even", counted: 1000 },
    });
  });

  test.each([
    ["simulate distribution copi", "Did you mean copy?"],
    ["simulate distribution local", "remote = false"],
    ["simulate distribution copy --ids 5", "a whole number from 100 to 10000000"],
    ["simulate distribution copy --ids many", "--ids"],
    ["simulate distribution copy --users nobody.jsonl --ids 500", "Cannot use --ids with --users"],
    ["simulate overlap copy copy", "Cannot compare a flag with itself"],
    ["simulate aa copy --runs 5", "a whole number from 100 to 100000"],
    ["simulate", "distribution, overlap, aa"],
  ])("%s is refused", async (line, words) => {
    const { code, out, err } = await desk(TOML).assay(line);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(words);
  });
});

describe("simulate overlap", () => {
  test("says who is in both, and that keys make flags independent", async () => {
    const { assay: run } = desk(TOML);
    const { code, out } = await run("simulate overlap copy split --ids 4000");
    expect(code).toBe(0);
    expect(out).toMatch(/^copy and split: independent\n/);
    expect(out).toMatch(/\d\d\.\d\d % take part in both; 100\.00 % in copy/);
  });

  test("a flag that asks for another is a finding", async () => {
    const { assay: run } = desk(NEEDING);
    const seen = await run("simulate overlap split needing --ids 4000 --json");
    expect(seen.code).toBe(1);
    expect(envelope(seen).data).toMatchObject({
      keys: ["split", "needing"],
      verdict: "dependent",
      both: { verdict: "unjudged" },
    });
  });
});

describe("simulate aa", () => {
  test("says that a flag makes no false differences, and that pairs are independent", async () => {
    const { assay: run } = desk(TOML);
    const { code, out } = await run("simulate aa copy --runs 100 --ids 200");
    expect(code).toBe(0);
    expect(out).toMatch(/^copy: sound/);
    expect(out).toContain("Pairs of experiments: 1 independent, 0 dependent, 0 not judged");
    expect(out).toContain("100 populations of 200 people made up (seed 1)");
  });

  test("a dependent pair is a finding, whatever the flag", async () => {
    const { assay: run } = desk(NEEDING);
    const seen = await run("simulate aa copy --runs 100 --ids 100 --json");
    expect(seen.code).toBe(1);
    expect(envelope(seen).data).toMatchObject({
      verdict: "sound",
      split: { runs: 100 },
      trait: { runs: 100, uniformity: { freedom: 9 } },
      pairs: [
        { keys: ["copy", "split"], verdict: "independent" },
        { keys: ["copy", "needing"], verdict: "independent" },
        { keys: ["split", "needing"], verdict: "dependent" },
      ],
    });
  });
});

describe("a long simulation", () => {
  const line = ["simulate", "distribution", "copy", "--ids", "10000"];

  test("says how far it is on a terminal", async () => {
    const { folder } = desk(TOML);
    let now = 0;
    const { err } = await assay(line, {
      cwd: () => folder,
      now: () => (now += 600),
      terminal: { stdin: false, stdout: true, stderr: true },
    });
    expect(err).toContain("4000 of 10000 people …");
  });

  test("stops when interrupted", async () => {
    const { folder } = desk(TOML);
    const interrupt = new AbortController();
    const seen = await assay(line, {
      cwd: () => folder,
      interrupted: interrupt.signal,
      sleep: async () => interrupt.abort("SIGINT"),
    });
    expect(seen).toMatchObject({ code: 130, out: "" });
  });
});
