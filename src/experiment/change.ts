import type { FieldChange } from "./fields.ts";
import type { Flag } from "./flag.ts";
import type { Moves } from "./reassignment.ts";
import type { ExperimentContent } from "./store.ts";

/** One step of a plan. */
export type Change = FlagChange | ExperimentChange | ArchiveChange;

export interface FlagChange extends Step {
  readonly kind: "flag";
  readonly after: Flag;
}

export interface ExperimentChange extends Step {
  readonly kind: "experiment";
  readonly after: ExperimentContent;
}

/** What left the config and is asked for by name is archived; a draft, which has no past, goes. */
export interface ArchiveChange extends Omit<Step, "action"> {
  readonly action: "archive";
  readonly kind: "flag" | "experiment";
}

interface Step {
  readonly action: "create" | "update";
  readonly key: string;
  readonly fields: readonly FieldChange[];
  /** Who enters, leaves and switches; null when it depends on who the people are. */
  readonly moves: Moves | null;
  /** Where people had to be asked: how many, and the share of whom it cannot be told. */
  readonly sample?: { readonly people: number; readonly unknown: number };
  /** What the plan saw in PostHog, as a fingerprint; null for what did not exist. */
  readonly seen: string | null;
}
