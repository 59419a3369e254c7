import type { Examples, JudgingRule } from "../rule.ts";

/** What a person said about being counted, as it is recorded. */
export interface Grant {
  readonly state: "granted" | "denied" | "revoked" | undefined;
  /** ISO date; a grant without one is none. */
  readonly on: string | undefined;
  /** The policy version that was agreed to. */
  readonly policy?: number;
}

/** What was counted, and under which promise. */
export interface Counting {
  readonly doNotTrack: string | undefined;
  readonly grant: Grant;
  /** When the events happened: ISO dates or times. */
  readonly events: readonly string[];
  /** How many of them were counted. */
  readonly counted: number;
  /** The policy in force, where collection has widened since the one before. */
  readonly widenedTo?: number;
}

/** A rule about what was counted, and under which promise (`privacy-rules.md` 7, `consent.*`). */
export type ConsentRule = JudgingRule<Counting>;

/** Examples of one event counted, each with what differs from a plain grant the day before. */
export function countings(
  finds: readonly Partial<Counting>[],
  passes: readonly Partial<Counting>[],
): Examples<Counting> {
  const counting = (told: Partial<Counting>): Counting => ({ ...PLAIN, ...told });
  return { finds: finds.map(counting), passes: passes.map(counting) };
}

const PLAIN: Counting = {
  doNotTrack: undefined,
  grant: { state: "granted", on: "2026-01-05", policy: 1 },
  events: ["2026-01-06T09:00:00Z"],
  counted: 1,
};
