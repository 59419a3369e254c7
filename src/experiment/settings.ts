import type { FlagFilters, ReleaseGroup } from "../evaluation/flag.ts";
import { type ConditionSettings, conditionSettings } from "./condition.ts";
import type { ExperimentDeclaration, MetricDeclaration } from "./declaration.ts";
import type { Flag } from "./flag.ts";
import { asSet, type Json, toJson } from "./json.ts";
import type { ObservedExperiment } from "./observed.ts";

/**
 * What a flag is set to, in the config's words and in one spelling for each meaning: defaults are
 * written out, lists without an order are sorted, what only the server computes is absent. Two
 * flags that are set the same are the same text. This is what `assay.lock` keeps.
 */
export type FlagSettings = {
  readonly name: string;
  readonly tags: readonly string[];
  readonly bucketing: string;
  readonly groups: readonly GroupSettings[];
  readonly variants: readonly VariantSettings[];
  readonly payloads: { readonly [key: string]: Json };
  readonly holdout: number | null;
};

export type GroupSettings = {
  readonly match: readonly ConditionSettings[];
  readonly rollout: number;
  readonly variant: string | null;
  /** The group type whose key is bucketed; null for persons. */
  readonly aggregation: number | null;
  readonly description: string;
};

export type VariantSettings = {
  readonly key: string;
  readonly name: string;
  readonly share: number;
};

/** The same for an experiment, without what belongs to its flag. */
export type ExperimentSettings = {
  readonly name: string;
  readonly hypothesis: string;
  readonly holdout: number | null;
  /** By role; PostHog keeps a guardrail among the secondary metrics. */
  readonly metrics: readonly MetricSettings[];
  readonly secondary: readonly MetricSettings[];
};

export type MetricSettings = {
  readonly name: string;
  readonly type: string;
  readonly goal: string;
  readonly events: readonly string[];
};

/** What a flag is set to. `active` is no setting: only verbs change it. */
export function flagSettings({ name, tags, filters, bucketing_identifier }: Flag): FlagSettings {
  return {
    name,
    tags: asSet(tags),
    bucketing: bucketing_identifier ?? "distinct_id",
    groups: (filters.groups ?? []).map((group) => groupSettings(group, filters)),
    variants: (filters.multivariate?.variants ?? []).map((variant) => ({
      key: variant.key,
      name: variant.name ?? "",
      share: variant.rollout_percentage,
    })),
    payloads: Object.fromEntries(
      Object.entries(filters.payloads ?? {}).map(([key, text]) => [key, parsed(text)]),
    ),
    holdout: filters.holdout?.id ?? null,
  };
}

/** What an experiment is set to, declared or observed. */
export function experimentSettings({
  name,
  hypothesis,
  holdout,
  metrics,
}: Pick<
  ExperimentDeclaration | ObservedExperiment,
  "name" | "hypothesis" | "holdout" | "metrics"
>): ExperimentSettings {
  return {
    name,
    hypothesis,
    holdout: holdout ?? null,
    metrics: metricSettings(metrics.filter(isPrimary)),
    secondary: metricSettings(metrics.filter((metric) => !isPrimary(metric))),
  };
}

/** Whether PostHog keeps a metric among the primary ones. */
export function isPrimary({ role }: MetricDeclaration): boolean {
  return role === "primary";
}

function groupSettings(group: ReleaseGroup, filters: FlagFilters): GroupSettings {
  return {
    match: asSet((group.properties ?? []).map(conditionSettings)),
    rollout: group.rollout_percentage ?? 100,
    variant: group.variant ?? null,
    aggregation: group.aggregation_group_type_index ?? filters.aggregation_group_type_index ?? null,
    description: group.description ?? "",
  };
}

/** Payloads are JSON in JSON; text that does not parse stands for itself. */
function parsed(payload: unknown): Json {
  if (typeof payload !== "string") return toJson(payload);
  try {
    return toJson(JSON.parse(payload));
  } catch {
    return payload;
  }
}

function metricSettings(metrics: readonly MetricDeclaration[]): readonly MetricSettings[] {
  return asSet(metrics.map(({ name, type, goal, events }) => ({ name, type, goal, events })));
}
