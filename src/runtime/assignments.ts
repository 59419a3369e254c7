import { isRecord } from "../evaluation/record.ts";
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

type Times = Pick<Clock, "now" | "elapsed">;

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

const VERSION = 1;

/**
 * @param subject a fingerprint of whom the assignments are for: nobody else may use them
 */
export function toSaved(assignments: Assignments, subject: string): object {
  const held = [...assignments].map(([key, { value, fetchedAt }]) => [key, { value, fetchedAt }]);
  return { version: VERSION, subject, assignments: Object.fromEntries(held) };
}

/**
 * What a file holds of this person's assignments. Nothing in it is trusted: what is damaged, of
 * another person, from the future, not declared or no declared variant is left out.
 *
 * @param subject whose they must be; anybody's where nobody is meant, as when they are only shown
 */
export function parseSaved(
  saved: unknown,
  { subject, declared, clock }: { subject?: string; declared: Declared; clock: Times },
): Assignments {
  if (!isRecord(saved) || saved["version"] !== VERSION) return new Map();
  if (subject !== undefined && saved["subject"] !== subject) return new Map();
  const held = saved["assignments"];
  if (!isRecord(held)) return new Map();
  const now = clock.now();
  const elapsed = clock.elapsed();
  return new Map(
    Object.entries(held).flatMap(([key, entry]): [string, Assignment][] => {
      const declaration = declared.get(key);
      if (declaration === undefined || !isRecord(entry)) return [];
      const { value, fetchedAt } = entry;
      if (typeof fetchedAt !== "number" || !(fetchedAt <= now)) return [];
      const known = value === null ? null : assignedValue(declaration, value);
      if (known === undefined) return [];
      const elapsedAt = elapsed - (now - fetchedAt);
      return [[key, { value: known, source: "cache", fetchedAt, elapsedAt }]];
    }),
  );
}
