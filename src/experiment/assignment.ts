import type { FlagDefinition, FlagFilters, FlagVariant, ReleaseGroup } from "../evaluation/flag.ts";
import { conditionSettings } from "./condition.ts";
import { asSet, canonical } from "./json.ts";

/** Where somebody falls, in percent: three independent hashes (`posthog-api.md` 5.2). */
export interface Place {
  readonly holdout: number;
  readonly rollout: number;
  readonly variant: number;
}

/** A flag's value for somebody, and whether that is to take part. */
export interface Assigned {
  readonly value: string | boolean;
  /** False for `false` and for held-out people, whom PostHog keeps out of results (3.8). */
  readonly isIn: boolean;
}

/** Whether a group's conditions hold for somebody, by their text. */
export type Holds = (conditions: string) => boolean;

/** Who gets what, as a function of three places and of the conditions that hold. */
export interface Assignment {
  readonly valueAt: (place: Place, holds: Holds) => Assigned;
  /** Where the value may change along each line. */
  readonly cuts: { readonly [Line in keyof Place]: readonly number[] };
  /** The conditions that are looked at, as text, each with a group that has them. */
  readonly conditions: ReadonlyMap<string, ReleaseGroup>;
}

const OUT: Assigned = { value: false, isIn: false };

const NOBODY: Assignment = {
  valueAt: () => OUT,
  cuts: { holdout: [], rollout: [], variant: [] },
  conditions: new Map(),
};

/**
 * How a definition assigns those it is about: persons, their devices or groups. An inactive flag,
 * and one that is not there, takes nobody in. Null where it is no function of these places:
 * values stick to people, or some release groups are about others than the flag is.
 */
export function assignment(flag: FlagDefinition | undefined): Assignment | null {
  if (flag === undefined || !flag.active) return NOBODY;
  const { filters } = flag;
  const groups = decidingGroups(filters);
  if (flag.ensure_experience_continuity === true) return null;
  if (groups.some((group) => isAboutOthers(group, filters))) return null;
  const variants = filters.multivariate?.variants ?? [];
  const walk = variantWalk(variants);
  const steps = groups.map((group) => ({
    conditions: conditionsOf(group),
    percent: rolloutOf(group),
    forced: variants.find(({ key }) => key !== "" && key === group.variant)?.key,
  }));
  const heldOut = heldOutPercent(filters);
  const held: Assigned = { value: `holdout-${filters.holdout?.id}`, isIn: false };
  return {
    cuts: {
      holdout: [heldOut],
      rollout: steps.map(({ percent }) => percent),
      variant: walk.ends,
    },
    conditions: new Map(
      groups.flatMap((group) => (isUnconditional(group) ? [] : [[conditionsOf(group), group]])),
    ),
    valueAt: (place, holds) => {
      if (place.holdout < heldOut) return held;
      const matching = steps.filter(({ conditions }) => conditions === ALL || holds(conditions));
      const deciding = filters.early_exit
        ? matching.slice(0, 1).find(({ percent }) => place.rollout < percent)
        : matching.find(({ percent }) => place.rollout < percent);
      if (deciding === undefined) return OUT;
      return { value: deciding.forced ?? walk.at(place.variant), isIn: true };
    },
  };
}

/** The share of people, 0 to 1, for each value that can come up where these conditions hold. */
export function sharesOf(assigned: Assignment, holds: Holds): Map<string | boolean, number> {
  const shares = new Map<string | boolean, number>();
  for (const { place, share } of cells(assigned)) {
    const { value } = assigned.valueAt(place, holds);
    shares.set(value, (shares.get(value) ?? 0) + share);
  }
  return shares;
}

/** A box inside which no assignment changes, by its middle, and its part of everyone. */
interface Cell {
  readonly place: Place;
  readonly share: number;
}

/** The boxes into which the assignments cut the three lines. */
export function cells(...assignments: readonly Assignment[]): Cell[] {
  const along = (line: keyof Place): Interval[] =>
    intervals(assignments.flatMap(({ cuts }) => cuts[line]));
  const [rollouts, variants] = [along("rollout"), along("variant")];
  return along("holdout").flatMap((holdout) =>
    rollouts.flatMap((rollout) =>
      variants.map((variant) => ({
        place: {
          holdout: holdout.middle,
          rollout: rollout.middle,
          variant: variant.middle,
        },
        share: holdout.share * rollout.share * variant.share,
      })),
    ),
  );
}

/** Stands for no condition at all. */
const ALL = "[]";

function conditionsOf({ properties }: ReleaseGroup): string {
  return canonical(asSet((properties ?? []).map(conditionSettings)));
}

/**
 * The groups that are looked at: none below one that takes everyone. With an early exit the first
 * group whose conditions hold has the last word, even at 0 %.
 */
function decidingGroups(filters: FlagFilters): readonly ReleaseGroup[] {
  const isEarly = filters.early_exit === true;
  const able = (filters.groups ?? []).filter(
    (group) => isEarly || rolloutOf(group) > 0 || !isAboutOthers(group, filters),
  );
  const last = able.findIndex(
    (group) =>
      isUnconditional(group) &&
      !isAboutOthers(group, filters) &&
      (isEarly || rolloutOf(group) >= 100),
  );
  return last < 0 ? able : able.slice(0, last + 1);
}

/** Variants take half-open intervals in their order; what they leave over is plain `true`. */
function variantWalk(variants: readonly FlagVariant[]): {
  readonly ends: readonly number[];
  readonly at: (place: number) => string | true;
} {
  let end = 0;
  const walk = variants.map(({ key, rollout_percentage }) => {
    end += rollout_percentage;
    return { key, end };
  });
  return {
    ends: walk.map((interval) => interval.end),
    at: (place) => walk.find((interval) => place < interval.end)?.key || true,
  };
}

/** A holdout without a number for its percentage holds nobody out (`posthog-api.md` 5.2). */
function heldOutPercent({ holdout }: FlagFilters): number {
  const { id, exclusion_percentage: percent } = holdout ?? {};
  return (id ?? null) !== null && Number.isFinite(percent) ? (percent ?? 0) : 0;
}

interface Interval {
  readonly middle: number;
  readonly share: number;
}

function intervals(cuts: readonly number[]): Interval[] {
  const inside = cuts.filter((cut) => cut > 0 && cut < 100);
  const ends = [...new Set([...inside, 100])].toSorted((left, right) => left - right);
  return ends.map((end, index) => {
    const start = ends[index - 1] ?? 0;
    return { middle: (start + end) / 2, share: (end - start) / 100 };
  });
}

function isUnconditional({ properties }: ReleaseGroup): boolean {
  return (properties ?? []).length === 0;
}

/** A group may be about another group type than its flag; saying "no type" changes nothing. */
function isAboutOthers(group: ReleaseGroup, filters: FlagFilters): boolean {
  const own = group.aggregation_group_type_index ?? null;
  return own !== null && own !== filters.aggregation_group_type_index;
}

const rolloutOf = ({ rollout_percentage }: ReleaseGroup): number => rollout_percentage ?? 100;
