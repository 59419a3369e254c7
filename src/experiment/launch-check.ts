import type { ExperimentDeclaration } from "./declaration.ts";
import type { Change } from "./change.ts";

/** What an experiment is launched on. */
export interface Candidate {
  readonly declaration: ExperimentDeclaration;
  /** What would have to change for PostHog to hold what the config says. */
  readonly changes: readonly Change[];
  /** Epoch milliseconds. */
  readonly now: number;
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
  readonly problem: (candidate: Candidate) => Problem | undefined;
}

export interface Problem {
  readonly message: string;
  readonly hint: string;
}
