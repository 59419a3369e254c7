import type { Severity } from "../../../privacy/finding.ts";
import type { Condition } from "../../condition.ts";

/**
 * A condition that posthog-node, evaluating locally, and PostHog's server judge differently. A
 * warning: the condition can be written so that they agree. A note: it cannot be written any
 * better, and the property's values decide.
 */
export interface Divergence {
  readonly rule: `divergence.${string}`;
  readonly severity: Exclude<Severity, "error">;
  /** Why the two differ, then the safer spelling. */
  readonly message: string;
}

/** Judges one condition beside the others of its group, which may make up for what it lacks. */
export type Divergences = (
  condition: Condition,
  group: readonly Condition[],
) => readonly Divergence[];

export function warning(rule: Divergence["rule"], why: string, write: string): Divergence {
  return { rule, severity: "warning", message: `${why}: ${write}` };
}

export function note(rule: Divergence["rule"], why: string, send: string): Divergence {
  return { rule, severity: "note", message: `${why}: ${send}` };
}
