import type { ExperimentDeclaration } from "./declaration.ts";
import type { Flag } from "./flag.ts";
import type { Verb } from "./lifecycle.ts";
import type { ObservedExperiment, ObservedFlag, Verdict } from "./observed.ts";

/** The flags of one project. Deleted ones do not exist; archived ones do. */
export interface FlagStore {
  /** Those of these keys, in no order. */
  flags(keys: readonly string[]): Promise<ObservedFlag[]>;
  /** The keys of all flags that are not archived. */
  flagKeys(): Promise<string[]>;
  createFlag(flag: Flag): Promise<ObservedFlag>;
  /** Changes what a flag is set to, never whether it is active. Throws `conflict` if it moved. */
  updateFlag(before: ObservedFlag, after: Flag): Promise<ObservedFlag>;
  /** Changes whether it is active or archived, never what it is set to; an archived one is off. */
  switchFlag(flag: ObservedFlag, verb: FlagVerb): Promise<ObservedFlag>;
}

export type FlagVerb = "enable" | "disable" | "archive";

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
  /** Carries a verb out. Throws `refused` when PostHog finds the experiment in another stage. */
  carryOut(experiment: ObservedExperiment, deed: Deed): Promise<ObservedExperiment>;
  /** Takes a draft away; its flag stays. */
  deleteDraft(experiment: ObservedExperiment): Promise<ObservedExperiment>;
  /** Every experiment of the project that is running, whole, declared or not. */
  running(): Promise<ObservedExperiment[]>;
}

/** A verb with what it needs to be said. */
export type Deed =
  | { readonly verb: Exclude<Verb, "conclude" | "ship"> }
  | { readonly verb: "conclude"; readonly conclusion: Conclusion }
  | ({ readonly verb: "ship" } & Shipment);

/** One variant for all who are in. */
export interface Shipment {
  readonly variant: string;
  /** Whether those who were never in get it too. */
  readonly toEveryone: boolean;
  readonly conclusion: Conclusion | undefined;
}

export interface Conclusion {
  readonly verdict: Verdict;
  readonly comment: string | undefined;
}

/** What the project has seen: the facts that a launch and a ramp ask for. */
export interface EvidenceStore {
  /** Those of these events that have arrived at least once. */
  seenEvents(names: readonly string[]): Promise<ReadonlySet<string>>;
  /** How many people met each variant; undefined where PostHog has no answer yet. */
  exposures(experiment: ObservedExperiment): Promise<ReadonlyMap<string, number> | undefined>;
  /** What PostHog's own calculator recommends for an experiment; undefined where nobody asked it. */
  estimate(experiment: ObservedExperiment): Estimate | undefined;
}

/** How large and how long an experiment must be to find its effect. */
export interface Estimate {
  /** People, over all variants. */
  readonly sampleSize: number | undefined;
  readonly days: number | undefined;
}

export interface RemoteStore extends FlagStore, ExperimentStore, EvidenceStore {}
