import type { Person } from "../evaluation/person.ts";
import type { RemoteAnswer } from "./assignments.ts";

/** PostHog, as this room needs it. */
export interface RemoteFlags {
  /** What all of `keys` are for a person, in one question. Throws when there is no answer. */
  readonly ask: (question: Question) => Promise<RemoteAnswer>;
}

export interface Question {
  readonly person: Person;
  readonly keys: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly signal: AbortSignal;
}
