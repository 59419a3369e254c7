import type { ExperimentDeclaration } from "./declaration.ts";
import type { Flag } from "./flag.ts";
import type { ObservedExperiment, ObservedFlag, Verdict } from "./observed.ts";

/** The flags of one project. Deleted ones do not exist; archived ones do. */
export interface FlagStore {
  /** Those of these keys, in no order. */
  flags(keys: readonly string[]): Promise<ObservedFlag[]>;
  createFlag(flag: Flag): Promise<ObservedFlag>;
  /** Changes what a flag is set to, never whether it is active. Throws `conflict` if it moved. */
  updateFlag(before: ObservedFlag, after: Flag): Promise<ObservedFlag>;
}

/** What an experiment is made of, apart from its flag. */
export type ExperimentContent = Pick<
  ExperimentDeclaration,
  "key" | "name" | "hypothesis" | "holdout" | "metrics"
>;

/** The experiments of one project. Deleted ones do not exist; archived ones do. */
export interface ExperimentStore {
  /** Those whose flags have these keys, whole. One flag may have several. */
  experiments(keys: readonly string[]): Promise<ObservedExperiment[]>;
  /** Creates a draft that is linked to the flag of its key, which must exist. */
  createExperiment(content: ExperimentContent): Promise<ObservedExperiment>;
  updateExperiment(
    before: ObservedExperiment,
    after: ExperimentContent,
  ): Promise<ObservedExperiment>;
  /** Draft to running: the start is now, and the flag becomes active. */
  launch(experiment: ObservedExperiment): Promise<ObservedExperiment>;
  /** Running or paused to stopped: the end is now, and the flag stays as it is. */
  end(experiment: ObservedExperiment, conclusion: Conclusion): Promise<ObservedExperiment>;
}

export interface Conclusion {
  readonly verdict: Verdict;
  readonly comment: string | undefined;
}

export interface RemoteStore extends FlagStore, ExperimentStore {}
