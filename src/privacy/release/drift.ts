import type { JudgingRule } from "../rule.ts";

/** How the counts of one replay differ from those of another, cell by cell, sorted. */
export interface Drift {
  readonly drifted: readonly string[];
  readonly appeared: readonly string[];
  readonly disappeared: readonly string[];
}

/** Counts by cell of the same logs, by two builds. */
export interface Builds {
  readonly before: ReadonlyMap<string, number>;
  readonly after: ReadonlyMap<string, number>;
  readonly tolerance?: number;
}

/** A rule about what two builds count (`privacy-rules.md` 8, `diff.*`). */
export type DriftRule = JudgingRule<Builds>;

/**
 * Compares counts of the same logs (`diff.*`, `privacy-rules.md` 8). A cell drifts when it differs
 * by more than `tolerance` of the old count; a replay is deterministic, so the default is none.
 */
export function driftOf(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  tolerance = 0,
): Drift {
  const cells = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  const old = (cell: string): number => before.get(cell) ?? 0;
  const now = (cell: string): number => after.get(cell) ?? 0;
  return {
    drifted: cells.filter(
      (cell) =>
        before.has(cell) &&
        after.has(cell) &&
        Math.abs(now(cell) - old(cell)) > tolerance * Math.max(old(cell), 1),
    ),
    appeared: cells.filter((cell) => !before.has(cell)),
    disappeared: cells.filter((cell) => !after.has(cell)),
  };
}
