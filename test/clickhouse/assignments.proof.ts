import { describe, expect, test } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { FlagDefinition } from "../../src/evaluation/flag.ts";
import { vectorFiles } from "../evaluation/vectors.ts";
import { byEvaluator, bySql, flag, orNull, sqlOf, variants } from "./assigned.ts";
import { engines } from "./engines.ts";

describe.each(engines)("an assignment in $name", (engine) => {
  const COUNT = 1_000_000;
  const MILLION: Record<string, FlagDefinition> = {
    "a rollout": flag({ groups: [{ rollout_percentage: 45 }] }),
    "a rollout no double holds": flag({ groups: [{ rollout_percentage: 0.1 + 0.2 }] }),
    "three variants, with a gap": flag({ groups: [{}], multivariate: { variants } }),
    "a holdout, a variant of a group's own and a rollout": flag({
      holdout: { id: 7, exclusion_percentage: 10 },
      groups: [{ rollout_percentage: 20, variant: "third" }, { rollout_percentage: 60 }],
      multivariate: { variants },
    }),
    "a flag behind another": flag({
      groups: [
        {
          properties: [
            { key: "first", type: "flag", value: "control", dependency_chain: ["first"] },
          ],
          rollout_percentage: 50,
        },
      ],
    }),
  };

  test.each(Object.entries(MILLION))(
    "gives 1,000,000 ids what the evaluator gives: %s",
    async (_, tried) => {
      const first = flag(
        { groups: [{ rollout_percentage: 80 }], multivariate: { variants } },
        "first",
      );
      const definitions = { flags: [tried, first] };
      const sql = sqlOf("flag", definitions, engine) ?? "";
      const rows = await engine.rows(
        `SELECT n, ${sql} FROM (SELECT n, 'user-' || n AS distinct_id FROM ${engine.numbers(COUNT)})`,
      );
      const { evaluate } = compileFlags(definitions);
      let equal = 0;
      for (const [n, value] of rows)
        if (String(evaluate("flag", { distinctId: `user-${String(n)}` }).value) === value)
          equal += 1;
      expect({ rows: rows.length, equal }).toEqual({ rows: COUNT, equal: COUNT });
    },
  );

  const cases = vectorFiles().flatMap(({ file, cases: all }) =>
    all.map((one) => ({ ...one, name: `${file}: ${one.name}` })),
  );

  test("never differs from the evaluator where a vector of PostHog's can be said in SQL", async () => {
    let said = 0;
    for (const { calls, name, ...definitions } of cases) {
      for (const key of new Set(calls.map((call) => call.key))) {
        const sql = sqlOf(key, definitions, engine);
        if (sql === undefined) continue;
        const people = calls.filter((call) => call.key === key);
        const told = byEvaluator(key, definitions, people);
        const seen = await bySql(sql, people, definitions, engine);
        expect({ name, key, seen }).toEqual({ name, key, seen: orNull(told, seen) });
        said += seen.filter((value) => value !== null).length;
      }
    }
    expect(said).toBeGreaterThan(1500);
  });

  test("is null for a row without an id, and for one whose properties are not JSON", async () => {
    const definitions = {
      flags: [flag({ groups: [{ properties: [{ key: "plan", value: "pro" }] }] })],
    };
    const sql = sqlOf("flag", definitions, engine) ?? "";
    const table = engine.table(
      ["distinct_id", "person_properties"],
      [
        [null, '{"plan":"pro"}'],
        ["a", "{"],
        ["b", null],
        ["c", ""],
        ["d", '{"plan":"PRO"}'],
      ],
    );
    const values = await engine.rows(`SELECT ${sql} FROM ${table}`);
    expect(values.flat()).toEqual([null, null, null, null, "true"]);
  });

  test("reads ids that are numbers as their text", async () => {
    const definitions = { flags: [flag({ groups: [{ rollout_percentage: 45 }] })] };
    const sql = sqlOf("flag", definitions, engine) ?? "";
    const rows = await engine.rows(
      `SELECT ${sql} FROM (SELECT n AS distinct_id FROM ${engine.numbers(50)}) ORDER BY distinct_id`,
    );
    const ids = Array.from({ length: 50 }, (_, id) => ({ distinctId: String(id) }));
    expect(rows.flat()).toEqual(byEvaluator("flag", definitions, ids));
  });
});
