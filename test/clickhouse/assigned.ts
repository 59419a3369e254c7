import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { Definitions, FlagDefinition, FlagVariant } from "../../src/evaluation/flag.ts";
import { assignment } from "../../src/warehouse/assignment/assignment.ts";
import { dialects } from "../../src/warehouse/dialects.ts";
import type { Engine } from "./engines.ts";

type Properties = Readonly<Record<string, unknown>>;
export type Row = readonly [id: string, properties: Properties];

export function sqlOf(key: string, definitions: Definitions, engine: Engine): string | undefined {
  const dialect = dialects.get(engine.name);
  const written = dialect && assignment(key, definitions, dialect);
  return written && "sql" in written ? written.sql : undefined;
}

export async function bySql(sql: string, rows: readonly Row[], engine: Engine): Promise<unknown[]> {
  const table = engine.table(
    ["distinct_id", "person_properties"],
    rows.map(([id, properties]) => [id, JSON.stringify(properties)]),
  );
  return (await engine.rows(`SELECT ${sql} FROM ${table}`)).map(([value]) => value);
}

/** What `eval` prints, null where nobody can tell. */
export function byEvaluator(
  key: string,
  definitions: Definitions,
  rows: readonly Row[],
): unknown[] {
  const { evaluate } = compileFlags(definitions);
  return rows.map(([distinctId, personProperties]) => {
    const { value } = evaluate(key, { distinctId, personProperties });
    return value === null ? null : String(value);
  });
}

export const flag = (filters: FlagDefinition["filters"], key: string = "flag"): FlagDefinition => ({
  key,
  active: true,
  filters,
});

export const variants: readonly FlagVariant[] = [
  { key: "control", rollout_percentage: 33.3 },
  { key: "it's \\ ünusual", rollout_percentage: 33.4 },
  { key: "third", rollout_percentage: 33.2 },
];

/** What is allowed to be seen: what is expected, or null where the engine gave that. */
export function orNull(expected: readonly unknown[], seen: readonly unknown[]): unknown[] {
  return expected.map((value, index) => (seen[index] === null ? null : value));
}
