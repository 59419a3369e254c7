import type { ConditionSettings } from "../experiment/condition.ts";
import type {
  ExperimentSettings,
  FlagSettings,
  GroupSettings,
  MetricSettings,
  VariantSettings,
} from "../experiment/settings.ts";
import { DEFAULT_OPERATORS } from "./operators.ts";
import type { Table } from "./tree.ts";

/** What is declared of a flag so that it is set like this; what is the default is not said. */
export function flagTable(key: string, settings: FlagSettings): Table {
  return {
    ...(settings.name !== "" && settings.name !== key && { name: settings.name }),
    ...targetingTable(settings),
    ...(settings.holdout !== null && { holdout: settings.holdout }),
  };
}

/** The same for an experiment and its flag. */
export function experimentTable(
  key: string,
  content: ExperimentSettings,
  flag: FlagSettings,
): Table {
  const { name, hypothesis, holdout, metrics, secondary } = content;
  return {
    ...(name !== key && { name }),
    ...(hypothesis !== "" && { hypothesis }),
    ...targetingTable(flag),
    ...(holdout !== null && { holdout }),
    ...(metrics.length + secondary.length > 0 && {
      metrics: [
        ...metrics.map((metric) => metricTable(metric, "primary")),
        ...secondary.map((metric) => metricTable(metric, "secondary")),
      ],
    }),
  };
}

/** One release group; its group type is said once for all of them. */
export function groupTable({ match, rollout, variant, description }: GroupSettings): Table {
  return {
    ...(match.length > 0 && { match: match.map(conditionTable) }),
    rollout,
    ...(variant !== null && { variant }),
    ...(description !== "" && { description }),
  };
}

export function conditionTable({
  property,
  type,
  operator,
  value,
  group_type,
}: ConditionSettings): Table {
  return {
    ...(type !== "cohort" && { property }),
    ...(type !== "person" && { type }),
    ...(operator !== defaultOperator(type) && { operator }),
    ...(value !== null && { value: Array.isArray(value) && value.length === 1 ? value[0] : value }),
    ...(typeof group_type === "number" && { group_type }),
  };
}

export function variantTable({ key, name, share }: VariantSettings): Table {
  return { key, ...(name !== "" && { name }), share };
}

export function metricTable(
  { name, type, goal, events }: MetricSettings,
  role: "primary" | "secondary" | "guardrail",
): Table {
  return {
    name,
    ...(role !== "primary" && { role }),
    ...(type !== "mean" && { type }),
    ...eventsTable(type, events),
    ...(goal !== "increase" && { goal }),
  };
}

/** The group type that all groups have; undefined when they differ, which cannot be declared. */
export function groupTypeOf(groups: readonly GroupSettings[]): number | null | undefined {
  const types = [...new Set(groups.map(({ aggregation }) => aggregation))];
  return types.length > 1 ? undefined : (types[0] ?? null);
}

/** The percentage where one group without conditions is all there is. */
export function plainRollout([group, ...more]: readonly GroupSettings[]): number | undefined {
  if (group === undefined || more.length > 0 || group.match.length > 0) return undefined;
  return group.variant === null && group.description === "" ? group.rollout : undefined;
}

function targetingTable({ tags, bucketing, groups, variants, payloads }: FlagSettings): Table {
  const rollout = plainRollout(groups);
  const groupType = groupTypeOf(groups) ?? null;
  return {
    ...(variants.length > 0 && { variants: variants.map(variantTable) }),
    ...(rollout === undefined ? { groups: groups.map(groupTable) } : { rollout }),
    ...(groupType !== null && { group_type: groupType }),
    ...(bucketing !== "distinct_id" && { bucketing }),
    ...(tags.length > 0 && { tags }),
    ...(Object.keys(payloads).length > 0 && { payloads }),
  };
}

function defaultOperator(type: string): string | undefined {
  return Object.entries(DEFAULT_OPERATORS).find(([known]) => known === type)?.[1];
}

function eventsTable(type: string, events: readonly string[]): Table {
  const [first, second] = events;
  if (type === "funnel") return { steps: events };
  if (type === "ratio") return { numerator: first, denominator: second };
  if (type === "retention")
    return first === second ? { event: first } : { start: first, return: second };
  return { event: first };
}
