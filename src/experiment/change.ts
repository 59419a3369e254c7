import type { FieldChange } from "./fields.ts";
import type { Flag } from "./flag.ts";
import type { Moves } from "./reassignment.ts";
import type { ExperimentContent } from "./store.ts";

/** One step of a plan. */
export type Change = FlagChange | ExperimentChange;

export interface FlagChange extends Step {
  readonly kind: "flag";
  readonly after: Flag;
}

export interface ExperimentChange extends Step {
  readonly kind: "experiment";
  readonly after: ExperimentContent;
}

interface Step {
  readonly action: "create" | "update";
  readonly key: string;
  readonly fields: readonly FieldChange[];
  /** Who enters, leaves and switches; null when it depends on who the people are. */
  readonly moves: Moves | null;
  /** What the plan saw in PostHog, as a fingerprint; null for what did not exist. */
  readonly seen: string | null;
}
