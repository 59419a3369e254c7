import type { FlagProperty } from "../evaluation/flag.ts";

/** One release group as the config declares it. */
export interface GroupDeclaration {
  /** All must hold. `type` is `person` unless said otherwise. */
  readonly match: readonly FlagProperty[];
  /** Percent, 0 to 100. */
  readonly rollout: number;
  /** The variant everyone in this group gets. */
  readonly variant: string | undefined;
  readonly description: string | undefined;
}

export interface VariantDeclaration {
  readonly key: string;
  readonly name: string | undefined;
  /** Percent of the people who are in. */
  readonly share: number;
}

/** What a flag and an experiment have in common: who gets what. */
export interface Targeting {
  readonly key: string;
  readonly name: string;
  /** In order; `rollout = N` alone is one group without conditions. */
  readonly groups: readonly GroupDeclaration[];
  /** Empty: a boolean flag. */
  readonly variants: readonly VariantDeclaration[];
  /** JSON values by `true` or variant key. */
  readonly payloads: ReadonlyMap<string, unknown>;
  readonly holdout: number | undefined;
  readonly bucketing: "distinct_id" | "device_id" | undefined;
  /** The group type whose key is bucketed instead of the person, by its index in PostHog. */
  readonly aggregation: number | undefined;
  readonly tags: readonly string[];
}

export interface FlagDeclaration extends Targeting {
  readonly kind: "flag";
}

export interface MetricDeclaration {
  readonly name: string;
  readonly role: "primary" | "secondary" | "guardrail";
  readonly type: "mean" | "funnel" | "ratio" | "retention";
  /** mean: the event. funnel: the steps. ratio: numerator, denominator. retention: start, return. */
  readonly events: readonly string[];
  readonly goal: "increase" | "decrease";
}

/** An experiment owns the flag of the same key. */
export interface ExperimentDeclaration extends Targeting {
  readonly kind: "experiment";
  readonly hypothesis: string;
  /** The variants that mean "on" for a boolean gate. */
  readonly enabledVariants: readonly string[];
  readonly enabledByDefault: boolean;
  readonly userOverridable: boolean;
  readonly showInSettings: boolean;
  /** Empty: every platform. */
  readonly platforms: readonly string[];
  /** False: a local toggle only, never applied, never asked for. */
  readonly remote: boolean;
  readonly owner: string | undefined;
  /** ISO date. */
  readonly expires: string | undefined;
  readonly ramp: readonly { readonly on: string; readonly rollout: number }[];
  readonly metrics: readonly MetricDeclaration[];
}

export type Declaration = FlagDeclaration | ExperimentDeclaration;
