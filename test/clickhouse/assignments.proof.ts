import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { Definitions, FlagDefinition } from "../../src/evaluation/flag.ts";
import { assignment } from "../../src/warehouse/assignment/assignment.ts";
import { dialects } from "../../src/warehouse/dialects.ts";
import { vectorFiles } from "../evaluation/vectors.ts";
import { type Engine, engines } from "./engines.ts";

type Properties = Readonly<Record<string, unknown>>;
type Row = readonly [id: string, properties: Properties];

function sqlOf(key: string, definitions: Definitions, engine: Engine): string | undefined {
  const dialect = dialects.get(engine.name);
  const written = dialect && assignment(key, definitions, dialect);
  return written && "sql" in written ? written.sql : undefined;
}

async function bySql(sql: string, rows: readonly Row[], engine: Engine): Promise<unknown[]> {
  const table = engine.table(
    ["distinct_id", "person_properties"],
    rows.map(([id, properties]) => [id, JSON.stringify(properties)]),
  );
  return (await engine.rows(`SELECT ${sql} FROM ${table}`)).map(([value]) => value);
}

/** What `eval` prints, null where nobody can tell. */
function byEvaluator(key: string, definitions: Definitions, rows: readonly Row[]): unknown[] {
  const { evaluate } = compileFlags(definitions);
  return rows.map(([distinctId, personProperties]) => {
    const { value } = evaluate(key, { distinctId, personProperties });
    return value === null ? null : String(value);
  });
}

const flag = (filters: FlagDefinition["filters"], key = "flag"): FlagDefinition => ({
  key,
  active: true,
  filters,
});

const variants = [
  { key: "control", rollout_percentage: 33.3 },
  { key: "it's \\ ünusual", rollout_percentage: 33.4 },
  { key: "third", rollout_percentage: 33.2 },
];

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
        const asked = calls.filter((call) => call.key === key && !call.groups);
        const rows = asked.map((call): Row => [call.distinctId, call.personProperties ?? {}]);
        if (rows.length === 0) continue;
        const told = byEvaluator(key, definitions, rows);
        const seen = await bySql(sql, rows, engine);
        const allowed = told.map((value, index) => (seen[index] === null ? null : value));
        expect({ name, key, seen }).toEqual({ name, key, seen: allowed });
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

  const held = fc.oneof(
    fc.constantFrom(
      "pro",
      "PRO",
      "true",
      "True",
      "1.5",
      "5",
      "10abc",
      "",
      "\u212a",
      "k",
      "ß",
      "SS",
      "Ä",
      "ä",
      "007",
      "-0",
      "1e3",
      "a'b\\c",
    ),
    fc.string({ unit: "grapheme", maxLength: 4 }),
    fc.constantFrom(true, false, null, 0, 5, 1.5, -1.5, 1e21, 0.1, 2 ** 53, -0, 1e-7),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.constantFrom(["pro"], { a: 1 }, []),
  );
  const operator = fc.constantFrom(
    "exact",
    "is_not",
    "gt",
    "gte",
    "lt",
    "lte",
    "icontains",
    "not_icontains",
    "starts_with",
    "not_starts_with",
    "ends_with",
    "not_ends_with",
    "is_set",
    "is_not_set",
  );
  const property = fc.record({
    key: fc.constantFrom("plan", "distinct_id", "it's/a~name", "constructor"),
    operator,
    value: fc.oneof(held, fc.array(held, { maxLength: 3 })),
  });
  const group = fc.record({
    properties: fc.array(property, { maxLength: 2 }),
    rollout_percentage: fc.constantFrom(0, 10, 50, 100, 33.3, null),
    variant: fc.constantFrom(null, "control", "third", "absent"),
  });
  const definitionsOf = fc.record({
    groups: fc.array(group, { minLength: 1, maxLength: 3 }),
    early_exit: fc.boolean(),
    multivariate: fc.constantFrom(null, { variants }),
  });
  const people = fc.array(
    fc.record(
      { plan: held, "it's/a~name": held, constructor: held, distinct_id: held },
      { requiredKeys: [] },
    ),
    { minLength: 1, maxLength: 6 },
  );

  test("agrees on any flag and any properties, or is null", async () => {
    let told = 0;
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(
        definitionsOf,
        people,
        fc.constantFrom(1, 2),
        async (filters, persons, version) => {
          const definitions = { flags: [flag(filters)], property_matching_version: version };
          const sql = sqlOf("flag", definitions, engine);
          fc.pre(sql !== undefined);
          const rows = persons.map((properties, index): Row => [`User-${index}`, properties]);
          const expected = byEvaluator("flag", definitions, rows);
          const seen = await bySql(sql ?? "", rows, engine);
          const allowed = expected.map((value, index) => (seen[index] === null ? null : value));
          expect(seen).toEqual(allowed);
          asked += expected.filter((value) => value !== null).length;
          told += seen.filter((value) => value !== null).length;
        },
      ),
      { numRuns: 400, seed: 7 },
    );
    // Lists, objects and numbers as texts are beyond SQL; most rows are not.
    expect(told / asked).toBeGreaterThan(0.5);
  });
});
