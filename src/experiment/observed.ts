import type { MetricDeclaration } from "./declaration.ts";
import type { Flag } from "./flag.ts";
import type { Stage } from "./lifecycle.ts";

/** A flag as PostHog holds it. */
export interface ObservedFlag {
  readonly id: number;
  /** Null on rows that PostHog has not counted yet. */
  readonly version: number | null;
  readonly flag: Flag;
  readonly archived: boolean;
  /** Enrolment is closed: PostHog has narrowed every group to those who are in. */
  readonly frozen: boolean;
  /** The ids of the experiments on it, declared or not. */
  readonly experiments: readonly number[];
  /** As PostHog sent it, for the store alone: an update keeps what this tool does not know. */
  readonly origin: unknown;
}

/** An experiment as PostHog holds it; what people get is written in its flag. */
export interface ObservedExperiment {
  /** The key of its flag. */
  readonly key: string;
  readonly id: number;
  readonly version: number | null;
  readonly stage: Stage;
  readonly name: string;
  readonly hypothesis: string;
  readonly holdout: number | undefined;
  /** Roles are `primary` and `secondary`: PostHog knows no guardrails. */
  readonly metrics: readonly MetricDeclaration[];
  readonly conclusion: Verdict | null;
  readonly comment: string | null;
  /** Epoch milliseconds. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly origin: unknown;
}

/** How an experiment ended. */
export type Verdict = "won" | "lost" | "inconclusive" | "stopped_early" | "invalid";

/** Everything PostHog holds about the keys that were asked for. */
export interface Observed {
  readonly flags: readonly ObservedFlag[];
  readonly experiments: readonly ObservedExperiment[];
}
