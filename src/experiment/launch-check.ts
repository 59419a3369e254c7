import type { Change } from "./change.ts";
import type { ExperimentDeclaration } from "./declaration.ts";
import type { ObservedExperiment, ObservedFlag } from "./observed.ts";
import type { EvidenceStore } from "./store.ts";

/** What an experiment is launched on. */
export interface Candidate {
  readonly declaration: ExperimentDeclaration;
  readonly experiment: ObservedExperiment;
  readonly flag: ObservedFlag | undefined;
  /** What would have to change for PostHog to hold what the config says. */
  readonly changes: readonly Change[];
  /** Epoch milliseconds. */
  readonly now: number;
  /** Errors among what the config's privacy judgement found, each in a line. */
  readonly privacyErrors: readonly string[];
  /** What the project knows besides; asked only by the checks that need it. */
  readonly evidence: Evidence;
}

export interface Evidence extends Pick<EvidenceStore, "seenEvents" | "estimate"> {
  readonly running: () => Promise<readonly ObservedExperiment[]>;
}

export type LaunchCheckId =
  | "definition"
  | "variants"
  | "metric-seen"
  | "owner"
  | "expiry"
  | "overlap"
  | "privacy"
  | "power";

/** One thing that must be right before people meet an experiment. */
export interface LaunchCheck {
  readonly id: LaunchCheckId;
  /** What is wrong, and what to do; undefined when all is well. */
  readonly problem: (candidate: Candidate) => Answer | Promise<Answer>;
}

type Answer = Problem | undefined;

export interface Problem {
  readonly message: string;
  readonly hint: string;
  /** A check without the numbers it needs says so and lets the launch go on. */
  readonly severity?: "warning";
}
