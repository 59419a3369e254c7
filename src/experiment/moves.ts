import type { FlagDefinition } from "../evaluation/flag.ts";
import type { Person } from "../evaluation/person.ts";
import type { Change } from "./change.ts";
import { forecasts } from "./forecast.ts";
import type { Observed } from "./observed.ts";

/**
 * The changes with who moves once all of them are done: a condition on a flag that changes too
 * does not mean the same afterwards. Where conditions decide, `people` are asked.
 */
export function withMoves(
  changes: readonly Change[],
  { flags }: Observed,
  people: readonly Person[],
): Change[] {
  const before = new Map<string, FlagDefinition>(flags.map(({ flag }) => [flag.key, flag]));
  const after = new Map(before);
  const flagChanges = changes.filter(({ kind }) => kind === "flag");
  for (const change of flagChanges) {
    if (change.action === "archive") after.delete(change.key);
    else if (change.kind === "flag") after.set(change.key, change.after);
  }
  const sides = { before: { flags: [...before.values()] }, after: { flags: [...after.values()] } };
  const keys = flagChanges.map(({ key }) => key);
  const known = forecasts(keys, sides, people);
  return changes.map((change) => {
    const found = change.kind === "flag" ? known.get(change.key) : undefined;
    if (found === undefined) return change;
    if (found.basis !== "sample") return { ...change, moves: found.moves };
    const sample = { people: found.people, unknown: found.unknown };
    return { ...change, moves: found.moves, sample };
  });
}
