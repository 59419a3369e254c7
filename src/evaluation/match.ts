import type { Cause } from "./outcome.ts";

/** Whether something holds: yes, no, or cannot be told here. */
export type Match = boolean | Unknown;

/** Why something cannot be told, and what lacked. */
export interface Unknown {
  readonly cause: Cause;
  /** Property names, cohort ids, flag keys: what would have to be known. */
  readonly missing: readonly string[];
  /** Only PostHog's servers hold the answer (a static cohort), so the whole flag is theirs. */
  readonly serverOnly: boolean;
  /** A pattern or a text outside the portable regular expressions took part. */
  readonly regex: boolean;
}

export function unknown(
  cause: Cause,
  missing: readonly string[],
  { serverOnly = false, regex = false }: { serverOnly?: boolean; regex?: boolean } = {},
): Unknown {
  return { cause, missing, serverOnly, regex };
}

export function not(match: Match): Match {
  return typeof match === "boolean" ? !match : match;
}

/** What cannot be told, in the order it was met. */
export type Doubts = [Unknown, ...Unknown[]];

/** The doubts with one more at their end. Most questions meet none, so the first makes the list. */
export function joinedBy(doubts: Doubts | undefined, doubt: Unknown): Doubts {
  if (doubts === undefined) return [doubt];
  doubts.push(doubt);
  return doubts;
}

/**
 * Doubts as one. The strongest cause speaks, so that every reader names the same one whatever the
 * order of the filters, and only what lacked for that cause is named. The result is never
 * server-only: whoever combines has decided to go on.
 */
export function together(doubts: Readonly<Doubts>): Unknown {
  let [strongest] = doubts;
  for (const doubt of doubts)
    if (STRENGTH[doubt.cause] < STRENGTH[strongest.cause]) strongest = doubt;
  const { cause } = strongest;
  const named = doubts.flatMap((doubt) => (doubt.cause === cause ? doubt.missing : []));
  return unknown(cause, [...new Set(named)], { regex: doubts.some(({ regex }) => regex) });
}

const STRENGTH = {
  experience_continuity: 0,
  unsupported_definition: 1,
  unresolved_dependency: 2,
  missing_context: 3,
} as const satisfies Record<Cause, number>;
