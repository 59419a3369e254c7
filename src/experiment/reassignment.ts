import type { FlagDefinition } from "../evaluation/flag.ts";
import { type Assignment, assignment, cells, type Value } from "./assignment.ts";
import { isSame } from "./json.ts";
import { flagSettings } from "./settings.ts";

/** Shares of all people, 0 to 1, for whom a flag changes. */
export type Moves = {
  /** Out before, in after. */
  readonly enter: number;
  /** In before, out after. */
  readonly leave: number;
  /** In before and after, with another variant. */
  readonly switch: number;
};

/** Nobody moves. */
export const STILL: Moves = { enter: 0, leave: 0, switch: 0 };

/**
 * Who enters, leaves or switches when a flag's definition changes; `before` is undefined for a new
 * flag. Exact, because a person's places for the rollout and for the variant are two independent
 * hashes, each uniform, and each definition cuts both lines into intervals. Null where it depends
 * on who the people are: conditions, holdouts, groups instead of persons. Then nothing is guessed.
 */
export function reassignment(
  before: FlagDefinition | undefined,
  after: FlagDefinition,
): Moves | null {
  if (before !== undefined && decidesAlike(before, after)) return STILL;
  const [old, next] = [assignment(before), assignment(after)];
  if (old === null || next === null) return null;
  const isRedrawn = before !== undefined && bucketingOf(before) !== bucketingOf(after);
  return rounded(isRedrawn ? redraw(old, next) : overlap(old, next));
}

/** Both definitions look at the same two places. */
function overlap(old: Assignment, next: Assignment): Moves {
  const moves = { enter: 0, leave: 0, switch: 0 };
  for (const { rollout, variant, share } of cells(old, next)) {
    const was = old.valueAt(rollout, variant);
    const is = next.valueAt(rollout, variant);
    if (was === is) continue;
    if (was === false) moves.enter += share;
    else if (is === false) moves.leave += share;
    else moves.switch += share;
  }
  return moves;
}

/** Other identifiers are hashed: where people were says nothing about where they will be. */
function redraw(old: Assignment, next: Assignment): Moves {
  const [were, are] = [sharesOf(old), sharesOf(next)];
  const [wasOut, isOut] = [were.get(false) ?? 0, are.get(false) ?? 0];
  let same = 0;
  for (const [value, share] of were) if (value !== false) same += share * (are.get(value) ?? 0);
  return {
    enter: wasOut * (1 - isOut),
    leave: (1 - wasOut) * isOut,
    switch: (1 - wasOut) * (1 - isOut) - same,
  };
}

function sharesOf(assigned: Assignment): Map<Value, number> {
  const shares = new Map<Value, number>();
  for (const { rollout, variant, share } of cells(assigned, assigned)) {
    const value = assigned.valueAt(rollout, variant);
    shares.set(value, (shares.get(value) ?? 0) + share);
  }
  return shares;
}

/** Whether two definitions give everyone the same, whatever their conditions are. */
function decidesAlike(before: FlagDefinition, after: FlagDefinition): boolean {
  if (!before.active || !after.active) return before.active === after.active;
  return isSame(decisive(before), decisive(after));
}

function decisive(flag: FlagDefinition): unknown {
  const { bucketing, holdout, variants, groups } = flagSettings({ name: "", tags: [], ...flag });
  return {
    bucketing,
    holdout,
    variants: variants.map(({ key, share }) => [key, share]),
    groups: groups.map((group) => ({ ...group, description: "" })),
  };
}

function bucketingOf({ bucketing_identifier }: FlagDefinition): string {
  return bucketing_identifier ?? "distinct_id";
}

function rounded(moves: Moves): Moves {
  return { enter: tidy(moves.enter), leave: tidy(moves.leave), switch: tidy(moves.switch) };
}

/** A share without the dust of doubles, and never -0. */
function tidy(share: number): number {
  return Math.round(share * 1e12) / 1e12 + 0;
}
