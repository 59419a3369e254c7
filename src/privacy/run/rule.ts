import type { Examples, JudgingRule, Rule } from "../rule.ts";

/** What an ignore or a baseline says for itself, and the ISO date of today. */
export interface Terms {
  readonly reason: string;
  /** ISO date; that day still counts. */
  readonly expires: string;
  readonly today: string;
}

/** A rule about the terms of an exception (`privacy-rules.md` 9, `sup.*`). */
export type TermsRule = JudgingRule<Terms>;

/** Whom an ignore names: what it says, and the full id if that is a rule's. */
export interface Named {
  readonly said: string;
  readonly id: string | undefined;
}

/** A rule about which rule may be ignored. */
export type NameRule = JudgingRule<Named>;

/** Finds what the readers of a log count; its examples are the bytes of whole logs. */
export interface InputRule extends Rule {
  readonly examples: Examples<string | Uint8Array>;
}
