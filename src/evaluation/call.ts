import type { Match, Unknown } from "./match.ts";
import type { Person, Subject } from "./person.ts";
import { personSubject } from "./person.ts";

/** What a flag was found to be: its value, or why it cannot be told. */
export type Value = boolean | string | Unknown;

/** One question about one flag, with what was found out on the way. */
export interface Call {
  readonly person: Person;
  /** The person, as flags that are not about a group see them. */
  readonly subject: Subject;
  /** Epoch milliseconds; NaN when the caller has not said what time it is. */
  readonly now: number;
  /** Flags that the flag in question depends on, each decided once. */
  dependencies: Map<string, Value> | undefined;
  /** Cohorts that were asked about a subject, each judged once. */
  cohorts: { readonly subject: Subject; readonly matches: Map<string, Match> } | undefined;
  /** How many cohorts and flags are being judged inside one another. */
  depth: number;
}

export function startCall(person: Person): Call {
  return {
    person,
    subject: personSubject(person),
    now: epochMs(person.now),
    dependencies: undefined,
    cohorts: undefined,
    depth: 0,
  };
}

/** The same person, asked about another flag. */
export function nextFlag(call: Call): Call {
  call.dependencies = undefined;
  call.cohorts = undefined;
  return call;
}

/** A time that cannot be read counts as none, so that relative dates are unknown, not wrong. */
function epochMs(now: string | number | undefined): number {
  if (now === undefined) return Number.NaN;
  return typeof now === "string" ? Date.parse(now) : Math.trunc(now);
}
