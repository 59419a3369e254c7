import type { Filters, Group, Property } from "./state.ts";

/** The filters after one variant has been shipped: it gets everyone who is in. */
export function shipped(
  filters: Filters,
  { variant, toEveryone }: { readonly variant: string; readonly toEveryone: boolean },
): Filters {
  const variants = (filters.multivariate?.variants ?? []).map((held) => ({
    ...held,
    rollout_percentage: held.key === variant ? 100 : 0,
  }));
  const groups = filters.groups ?? [];
  return {
    ...filters,
    multivariate: { ...filters.multivariate, variants },
    groups: toEveryone ? [EVERYONE, ...groups] : groups,
  };
}

/** The filters with every group narrowed to the people who are in already. */
export function frozen(filters: Filters, cohort: number): Filters {
  const enrolled: Property = { key: "id", type: "cohort", operator: "in", value: cohort };
  return {
    ...filters,
    groups: (filters.groups ?? []).map((group) => ({
      ...group,
      properties: [...(group.properties ?? []), enrolled],
      exposure_frozen: true,
      exposure_frozen_cohort: cohort,
    })),
  };
}

/** The filters as they were before `frozen`. */
export function thawed(filters: Filters): Filters {
  return { ...filters, groups: (filters.groups ?? []).map(thawedGroup) };
}

const EVERYONE: Group = {
  properties: [],
  rollout_percentage: 100,
  description: "Added automatically when the experiment was ended to keep only one variant.",
};

function thawedGroup({ exposure_frozen, exposure_frozen_cohort: cohort, ...group }: Group): Group {
  if (exposure_frozen !== true) return group;
  const properties = (group.properties ?? []).filter(
    ({ type, value }) => type !== "cohort" || value !== cohort,
  );
  return { ...group, properties };
}
