/** Why an outcome is what it is; PostHog's reason codes and our own. */
export type Reason =
  | "condition_match"
  | "no_condition_match"
  | "out_of_rollout_bound"
  | "no_group_type"
  | "holdout_condition_value"
  | "disabled"
  | "override"
  | "default"
  | "flag_not_found"
  | "inconclusive";

/** Where a value comes from. */
export type Source =
  | "override"
  | "config"
  | "definitions"
  | "cache"
  | "posthog"
  | "default"
  | "disabled";

/** Why a flag cannot be decided locally, strongest first. */
export type Cause =
  | "experience_continuity"
  | "unsupported_definition"
  | "unresolved_dependency"
  | "missing_context";

/** What came of a flag for one person. */
export interface Outcome {
  /** Null when the flag is not known or cannot be decided. */
  readonly value: boolean | string | null;
  /** Parsed JSON, the raw text if it does not parse, null if there is none. */
  readonly payload: unknown;
  readonly reason: Reason;
  readonly cause?: Cause;
  /** What lacked, when the reason is `inconclusive`: property names, cohort ids, flag keys. */
  readonly missing?: readonly string[];
  /** The release group that decided, from 0 like PostHog's `condition_index`. */
  readonly group: number | null;
}

/** An outcome with a value: everything but a flag that is not known or cannot be told. */
export interface Decided extends Outcome {
  readonly value: boolean | string;
}

/** Frozen, because everyone who comes to this decision is given the same one. */
export function decided(
  value: boolean | string,
  reason: Reason,
  group: number | null = null,
  payload: unknown = null,
): Decided {
  return Object.freeze({ value, payload, reason, group });
}
