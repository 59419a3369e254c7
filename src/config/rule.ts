import { within } from "./problem.ts";
import type { Path, Problem } from "./problem.ts";
import type { Table } from "./tree.ts";

/**
 * One thing that must hold between several values of the document. Rules read the raw document,
 * whatever else is wrong with it, so that all problems are listed at once; a value of the wrong
 * type is the schema's to report, and a rule passes over it.
 */
export type Rule = (document: Table) => readonly Problem[];

/** A name that nothing declares. */
export function unknownName(path: Path, message: string, hint: string): Problem {
  return { rule: "config.reference", path, end: "value", message, hint };
}

/** A value that does not go with its neighbours. */
export function misfit(path: Path, message: string, hint: string): Problem {
  return { rule: "config.value", path, end: "value", message, hint };
}

/** A key that its neighbours ask for; the path is the table it lacks in. */
export function missingKey(path: Path, key: string, hint: string): Problem {
  const message = `Missing key "${key}"${within([...path, key])}`;
  return { rule: "config.missing-key", path, end: "key", message, hint };
}
