import type { FlagDefinition, FlagFilters, FlagVariant, ReleaseGroup } from "../evaluation/flag.ts";

/** Who gets what, as a function of two places in percent: for the rollout and for the variant. */
export interface Assignment {
  readonly valueAt: (rollout: number, variant: number) => Value;
  readonly rolloutCuts: readonly number[];
  readonly variantCuts: readonly number[];
}

export type Value = string | boolean;

const NOBODY: Assignment = { valueAt: () => false, rolloutCuts: [], variantCuts: [] };

/** How a definition assigns; null when it asks who a person is. An inactive one takes nobody in. */
export function assignment(flag: FlagDefinition | undefined): Assignment | null {
  if (flag === undefined || !flag.active) return NOBODY;
  const { filters } = flag;
  const groups = reachable(filters.groups ?? []);
  if ((filters.holdout?.id ?? null) !== null) return null;
  // An early exit makes later groups depend on who matched the earlier ones.
  if (filters.early_exit === true && (filters.groups ?? []).length > 1) return null;
  if (groups.some((group) => !isUnconditional(group) || isAggregated(group, filters))) return null;
  const variants = filters.multivariate?.variants ?? [];
  const walk = variantWalk(variants);
  return {
    rolloutCuts: groups.map(rolloutOf),
    variantCuts: walk.cuts,
    valueAt: (rollout, place) => {
      const group = groups.find((candidate) => rollout < rolloutOf(candidate));
      if (group === undefined) return false;
      const isForced = variants.some(({ key }) => key === group.variant);
      return isForced ? (group.variant ?? true) : walk.at(place);
    },
  };
}

export interface Cell {
  readonly rollout: number;
  readonly variant: number;
  readonly share: number;
}

/** The rectangles inside which neither assignment changes, each by its middle. */
export function cells(old: Assignment, next: Assignment): Cell[] {
  const rollouts = intervals([...old.rolloutCuts, ...next.rolloutCuts]);
  const variants = intervals([...old.variantCuts, ...next.variantCuts]);
  return rollouts.flatMap((rollout) =>
    variants.map((variant) => ({
      rollout: (rollout.start + rollout.end) / 2,
      variant: (variant.start + variant.end) / 2,
      share: ((rollout.end - rollout.start) * (variant.end - variant.start)) / 10_000,
    })),
  );
}

/** The groups that can decide: none with 0 %, none below one that takes everyone. */
function reachable(groups: readonly ReleaseGroup[]): readonly ReleaseGroup[] {
  const open = groups.filter((group) => rolloutOf(group) > 0);
  const last = open.findIndex((group) => isUnconditional(group) && rolloutOf(group) >= 100);
  return last < 0 ? open : open.slice(0, last + 1);
}

/** Variants take half-open intervals in their order; what they leave over is plain `true`. */
function variantWalk(variants: readonly FlagVariant[]): {
  readonly cuts: readonly number[];
  readonly at: (place: number) => Value;
} {
  let end = 0;
  const ends = variants.map(({ key, rollout_percentage }) => {
    end += rollout_percentage;
    return { key, end };
  });
  return {
    cuts: ends.map((interval) => interval.end),
    at: (place) => ends.find((interval) => place < interval.end)?.key ?? true,
  };
}

function intervals(cuts: readonly number[]): { readonly start: number; readonly end: number }[] {
  const inside = cuts.filter((cut) => cut > 0 && cut < 100);
  const ends = [...new Set([...inside, 100])].toSorted((left, right) => left - right);
  return ends.map((end, index) => ({ start: ends[index - 1] ?? 0, end }));
}

function isUnconditional({ properties }: ReleaseGroup): boolean {
  return (properties ?? []).length === 0;
}

function isAggregated(group: ReleaseGroup, filters: FlagFilters): boolean {
  const index = group.aggregation_group_type_index ?? filters.aggregation_group_type_index ?? null;
  return index !== null;
}

const rolloutOf = ({ rollout_percentage }: ReleaseGroup): number => rollout_percentage ?? 100;
