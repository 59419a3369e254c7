import type { Path } from "./problem.ts";
import { isTable, listOf, tableOf } from "./tree.ts";
import type { Table } from "./tree.ts";

/** A flag or an experiment of the raw document. */
export interface Target {
  readonly kind: "flag" | "experiment";
  readonly key: string;
  readonly path: Path;
  readonly said: Table;
}

/** Every flag and experiment that is a table. */
export function targetsOf(document: Table): readonly Target[] {
  return [
    ...tablesIn(document, "flags", "flag"),
    ...tablesIn(document, "experiments", "experiment"),
  ];
}

/** The keys of the target's variants, or undefined when they cannot be told. */
export function variantKeysOf({ kind, said }: Target): readonly string[] | undefined {
  const { variants } = said;
  if (variants === undefined) return kind === "experiment" ? ["control", "test"] : [];
  const keys = listOf(variants).map((each) => tableOf(each)["key"]);
  return Array.isArray(variants) ? keys.filter((key) => typeof key === "string") : undefined;
}

function tablesIn(document: Table, table: string, kind: Target["kind"]): Target[] {
  return Object.entries(tableOf(document[table])).flatMap(([key, said]) =>
    isTable(said) ? [{ kind, key, path: [table, key], said }] : [],
  );
}
