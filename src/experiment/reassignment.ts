import type { FlagDefinition } from "../evaluation/flag.ts";
import { type Assigned, type Assignment, assignment, cells, type Holds } from "./assignment.ts";
import { isSame } from "./json.ts";
import { flagSettings } from "./settings.ts";

/** Shares of all people, 0 to 1, for whom a flag changes. */
export type Moves = {
  /** Out before, in after. */
  readonly enter: number;
  /** In before, out after. */
  readonly leave: number;
  /** In before and after, with another value. */
  readonly switch: number;
};

/** Nobody moves. */
export const STILL: Moves = { enter: 0, leave: 0, switch: 0 };

/**
 * Who enters, leaves or switches when a flag's definition changes; undefined stands for a flag that
 * is not there. "In" is any value but false; held-out people are out (`posthog-api.md` 3.8). Where a
 * flag hashes devices, people are those whose device is known.
 *
 * Exact, because the places for the holdout, the rollout and the variant are three independent
 * hashes, each uniform, and each definition cuts their lines into intervals. Conditions are no
 * obstacle where the same follows whoever meets them. Null where it depends on who the people are:
 * then nothing is guessed. `keepsConditions` says whether a condition means the same on both
 * sides, which it does not when a flag or a cohort that it looks at changes too.
 */
export function reassignment(
  before: FlagDefinition | undefined,
  after: FlagDefinition | undefined,
  { keepsConditions }: { readonly keepsConditions: boolean } = { keepsConditions: true },
): Moves | null {
  const [old, next] = [withHoldoutOf(before, after), withHoldoutOf(after, before)];
  if (keepsConditions && decidesAlike(old, next)) return STILL;
  if (![old, next].every(isAboutPeople)) return null;
  const [was, is] = [assignment(old), assignment(next)];
  if (was === null || is === null) return null;
  const worlds = worldsOf(was, is, keepsConditions);
  if (worlds === undefined) return null;
  const isRedrawn = old !== undefined && next !== undefined && bucketing(old) !== bucketing(next);
  const moves = isRedrawn ? redraw(was, is, worlds) : overlap(was, is, worlds);
  return (
    moves && { enter: tidy(moves.enter), leave: tidy(moves.leave), switch: tidy(moves.switch) }
  );
}

/** How somebody moves from one value to another; undefined when they do not. */
export function moveBetween(was: Assigned, is: Assigned): keyof Moves | undefined {
  if (was.isIn !== is.isIn) return is.isIn ? "enter" : "leave";
  return is.isIn && was.value !== is.value ? "switch" : undefined;
}

/** The config names a holdout without its percentage; the other side may know it. */
export function withHoldoutOf(
  flag: FlagDefinition | undefined,
  other: FlagDefinition | undefined,
): FlagDefinition | undefined {
  const holdout = other?.filters.holdout;
  if (flag === undefined || isHoldoutKnown(flag)) return flag;
  if (!holdout || flag.filters.holdout?.id !== holdout.id) return flag;
  return { ...flag, filters: { ...flag.filters, holdout } };
}

/** Whether it is said how many a flag's holdout keeps out. */
export function isHoldoutKnown({ filters: { holdout } }: FlagDefinition): boolean {
  return (holdout?.id ?? null) === null || (holdout?.exclusion_percentage ?? null) !== null;
}

/** Which conditions hold for somebody, before and after. */
interface World {
  readonly before: Holds;
  readonly after: Holds;
}

/** Every one more doubles the worlds to look into. */
const MOST_CONDITIONS = 6;

/** All that can be the case with the conditions; undefined when there are too many of them. */
function worldsOf(was: Assignment, is: Assignment, isShared: boolean): World[] | undefined {
  const mark = isShared ? "" : "before ";
  const names = [
    ...new Set([...[...was.conditions.keys()].map((text) => mark + text), ...is.conditions.keys()]),
  ];
  if (names.length > MOST_CONDITIONS) return undefined;
  return Array.from({ length: 2 ** names.length }, (_, world) => {
    const holding = new Set(names.filter((_name, at) => Math.floor(world / 2 ** at) % 2 === 1));
    return { before: (text) => holding.has(mark + text), after: (text) => holding.has(text) };
  });
}

/** Both definitions look at the same places. Null where a move depends on a condition. */
function overlap(was: Assignment, is: Assignment, worlds: readonly World[]): Moves | null {
  const moves = { enter: 0, leave: 0, switch: 0 };
  for (const { place, share } of cells(was, is)) {
    const seen = new Set(
      worlds.map(({ before, after }) =>
        moveBetween(was.valueAt(place, before), is.valueAt(place, after)),
      ),
    );
    if (seen.size > 1) return null;
    for (const move of seen) if (move !== undefined) moves[move] += share;
  }
  return moves;
}

/** Other identifiers are hashed: where people were says nothing about where they will be. */
function redraw(was: Assignment, is: Assignment, worlds: readonly World[]): Moves | null {
  const were = sharesIn(
    was,
    worlds.map(({ before }) => before),
  );
  const are = sharesIn(
    is,
    worlds.map(({ after }) => after),
  );
  if (were === null || are === null) return null;
  const [wasIn, isIn] = [sum(were.values()), sum(are.values())];
  const same = sum([...were].map(([value, share]) => share * (are.get(value) ?? 0)));
  return { enter: (1 - wasIn) * isIn, leave: wasIn * (1 - isIn), switch: wasIn * isIn - same };
}

/** The shares of the values that are in. Null where a value depends on a condition. */
function sharesIn(
  assigned: Assignment,
  worlds: readonly Holds[],
): Map<string | boolean, number> | null {
  const shares = new Map<string | boolean, number>();
  for (const { place, share } of cells(assigned)) {
    const [first, ...others] = worlds.map((holds) => assigned.valueAt(place, holds));
    if (first === undefined || others.some((other) => moveBetween(first, other))) return null;
    if (first.isIn) shares.set(first.value, (shares.get(first.value) ?? 0) + share);
  }
  return shares;
}

function sum(shares: Iterable<number>): number {
  let total = 0;
  for (const share of shares) total += share;
  return total;
}

/** Whether two definitions give everyone the same, whatever their conditions are. */
export function decidesAlike(
  before: FlagDefinition | undefined,
  after: FlagDefinition | undefined,
): boolean {
  if (!before?.active || !after?.active) return Boolean(before?.active) === Boolean(after?.active);
  return isSame(decisive(before), decisive(after));
}

function decisive(flag: FlagDefinition): unknown {
  const { variants, groups } = flagSettings({ name: "", tags: [], ...flag });
  const { holdout, early_exit } = flag.filters;
  return {
    bucketing: bucketing(flag),
    sticky: flag.ensure_experience_continuity === true,
    holdout: holdout ?? null,
    early: early_exit === true,
    variants: variants.map(({ key, share }) => [key, share]),
    groups: groups.map((group) => ({ ...group, description: "" })),
  };
}

/** Shares are of people: how they spread over groups, and how many are held out, must be known. */
function isAboutPeople(flag: FlagDefinition | undefined): boolean {
  if (flag === undefined || !flag.active) return true;
  const type = flag.filters.aggregation_group_type_index ?? null;
  return type === null && isHoldoutKnown(flag);
}

function bucketing({ bucketing_identifier }: FlagDefinition): string {
  return bucketing_identifier ?? "distinct_id";
}

/** A share without the dust of doubles, and never -0. */
function tidy(share: number): number {
  return Math.round(share * 1e12) / 1e12 + 0;
}
