import { type Freshness, freshness } from "../evaluation/snapshot.ts";
import type { Clock } from "./clock.ts";
import type { CacheTerms, Declared } from "./settings.ts";
import { type FlagValue, assignedValue } from "./value.ts";

/** What PostHog said of one flag, and when. */
export interface Assignment {
  /** Null: PostHog does not know the key, which is remembered like any other answer. */
  readonly value: FlagValue | null;
  readonly source: "posthog" | "cache";
  /** Epoch milliseconds. */
  readonly fetchedAt: number;
  /** When that was on the clock that never goes back. */
  readonly elapsedAt: number;
}

export type Assignments = ReadonlyMap<string, Assignment>;

/** What PostHog answers when it is asked for flags. */
export interface RemoteAnswer {
  /** Foreign data by flag key; keys that PostHog does not know are absent. */
  readonly values: ReadonlyMap<string, unknown>;
  /** Keys that PostHog could not decide: what was known of them stays. */
  readonly undecided: ReadonlySet<string>;
}

export type Times = Pick<Clock, "now" | "elapsed">;

/** How old an assignment is: the larger of two clocks, for one may be set back and one may stand. */
export function ageMs({ fetchedAt, elapsedAt }: Assignment, { now, elapsed }: Times): number {
  return Math.max(now() - fetchedAt, elapsed() - elapsedAt);
}

export function isUsable(assignment: Assignment, { usableMs }: CacheTerms, clock: Times): boolean {
  return ageMs(assignment, clock) < usableMs;
}

/** Whether PostHog should be asked again: a key was never asked for, or the answer is stale. */
export function isDue(
  keys: readonly string[],
  assignments: Assignments,
  { freshMs }: CacheTerms,
  clock: Times,
): boolean {
  return keys.some((key) => {
    const assignment = assignments.get(key);
    return assignment === undefined || ageMs(assignment, clock) >= freshMs;
  });
}

/** What is known after an answer to all of `keys`. A value that is not declared is as good as none. */
export function assign(
  before: Assignments,
  { values, undecided }: RemoteAnswer,
  { keys, declared, clock }: { keys: readonly string[]; declared: Declared; clock: Times },
): Assignments {
  const times = { source: "posthog", fetchedAt: clock.now(), elapsedAt: clock.elapsed() } as const;
  return new Map(
    keys.flatMap((key): [string, Assignment][] => {
      const held = before.get(key);
      if (undecided.has(key)) return held === undefined ? [] : [[key, held]];
      const declaration = declared.get(key);
      if (declaration === undefined) return [];
      return [[key, { value: assignedValue(declaration, values.get(key)) ?? null, ...times }]];
    }),
  );
}

/** How far the oldest answer may be trusted; `expired` also when one is missing. */
export function oldestFreshness(
  keys: readonly string[],
  assignments: Assignments,
  terms: CacheTerms,
  clock: Times,
): Freshness {
  const now = clock.now();
  const ages = keys.map((key) => {
    const held = assignments.get(key);
    return held === undefined ? Infinity : ageMs(held, clock);
  });
  return freshness(now - Math.max(0, ...ages), now, terms);
}
