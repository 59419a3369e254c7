import { compileFlags } from "../../src/evaluation/compile-flags.ts";
import type { Definitions, FlagDefinition, FlagVariant } from "../../src/evaluation/flag.ts";
import type { Person } from "../../src/evaluation/person.ts";
import { assignment } from "../../src/warehouse/assignment/assignment.ts";
import { dialects } from "../../src/warehouse/dialects.ts";
import type { Engine } from "./engines.ts";

/** The types of PostHog's own table: as many as a project may have. */
const TYPES = [0, 1, 2, 3, 4];

export function sqlOf(key: string, definitions: Definitions, engine: Engine): string | undefined {
  const dialect = dialects.get(engine.name);
  const written = dialect && assignment(key, definitions, dialect);
  return written && "sql" in written ? written.sql : undefined;
}

/** What an expression is for people in a table such as PostHog's. */
export async function bySql(
  sql: string,
  people: readonly Person[],
  { group_type_mapping: mapping }: Definitions,
  engine: Engine,
): Promise<unknown[]> {
  const columns = TYPES.flatMap((type) => [`"$group_${type}"`, `group${type}_properties`]);
  const rows = people.map((person) => [
    person.distinctId,
    JSON.stringify(person.personProperties ?? {}),
    ...TYPES.flatMap((type) => {
      const name = mapping?.[type] ?? "";
      const key = person.groups?.[name];
      const properties = person.groupProperties?.[name] ?? {};
      return key === undefined ? ["", null] : [String(key), JSON.stringify(properties)];
    }),
  ]);
  const table = engine.table(["distinct_id", "person_properties", ...columns], rows);
  return (await engine.rows(`SELECT ${sql} FROM ${table}`)).map(([value]) => value);
}

/** What `eval` prints, null where nobody can tell. */
export function byEvaluator(
  key: string,
  definitions: Definitions,
  people: readonly Person[],
): unknown[] {
  const { evaluate } = compileFlags(definitions);
  return people.map((person) => {
    const { value } = evaluate(key, person);
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
