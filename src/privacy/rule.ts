import type { Severity } from "./finding.ts";

/** What every privacy rule says of itself. Its file is named after it. */
export interface Rule {
  /** `family.name`; the name alone is unique too. */
  readonly id: string;
  /** In the profile `recommended`. */
  readonly severity: Severity;
  /** What was found and why it matters. Speaks of the rule, never quotes, ends without a stop. */
  readonly why: string;
  /** What to do about it. */
  readonly hint: string;
}

/** A rule's own proof. All secrets and people are fakes. */
export interface Examples<Subject> {
  readonly finds: readonly Subject[];
  readonly passes: readonly Subject[];
}

/** A rule that says by itself whether it finds something in what it judges. */
export interface JudgingRule<Subject> extends Rule {
  /** A method, so that rules about different things can stand in one list. */
  finds(subject: Subject): boolean;
  readonly examples: Examples<Subject>;
}

/** The ids of the rules that find something in a subject, sorted. */
export function brokenRules<Subject>(
  rules: readonly JudgingRule<Subject>[],
  subject: Subject,
): string[] {
  return rules
    .filter((rule) => rule.finds(subject))
    .map(({ id }) => id)
    .toSorted();
}

/**
 * Rules that are the proof itself, or judge what is ignored: they can be neither ignored nor
 * lowered, or the first ignore could hide every other one's end.
 */
export function isProof(id: string): boolean {
  return /^(?:out|flow|consent|egress|report|sup)\./.test(id);
}

/** What a finding of the rule says: why it matters, and what to do. */
export function messageOf(rule: Rule): string {
  let message = messages.get(rule);
  if (message === undefined) {
    const { why, hint } = rule;
    message = `${why}: ${hint.charAt(0).toLowerCase()}${hint.slice(1)}`;
    messages.set(rule, message);
  }
  return message;
}

/** Rules are few, and what they find is not. */
const messages = new WeakMap<Rule, string>();
