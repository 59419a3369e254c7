import type { FlagFilters, FlagProperty, FlagVariant, ReleaseGroup } from "../evaluation/flag.ts";

/**
 * The filters to send: every part a plan may change is written out, so that nothing old is left,
 * and what this tool does not know of `held` stays, in groups by their place and in variants by
 * their key.
 */
export function merged(filters: FlagFilters, held: FlagFilters): FlagFilters {
  const group = (wanted: ReleaseGroup, index: number): ReleaseGroup => ({
    ...unknownParts(held.groups?.[index], GROUP_PARTS),
    variant: null,
    description: null,
    ...wanted,
  });
  const variant = (wanted: FlagVariant): FlagVariant => {
    const namesake = held.multivariate?.variants.find(({ key }) => key === wanted.key);
    return { ...unknownParts(namesake, VARIANT_PARTS), ...wanted };
  };
  const { groups, multivariate } = filters;
  return {
    ...held,
    aggregation_group_type_index: null,
    payloads: {},
    holdout: null,
    ...filters,
    groups: (groups ?? []).map(group),
    multivariate: multivariate ? { variants: multivariate.variants.map(variant) } : null,
  };
}

/** The filters with the flags that conditions look at named another way. */
export async function renamed(
  filters: FlagFilters,
  pattern: RegExp,
  nameOf: (name: string) => Promise<string>,
): Promise<FlagFilters> {
  const inProperty = async (property: FlagProperty): Promise<FlagProperty> =>
    property.type === "flag" && pattern.test(property.key)
      ? { ...property, key: await nameOf(property.key) }
      : property;
  const inGroup = async (group: ReleaseGroup): Promise<ReleaseGroup> => ({
    ...group,
    properties: await Promise.all((group.properties ?? []).map(inProperty)),
  });
  return { ...filters, groups: await Promise.all((filters.groups ?? []).map(inGroup)) };
}

/** Whether PostHog has narrowed a group to those who are in. */
export function isFrozen(group: ReleaseGroup): boolean {
  return "exposure_frozen" in group && group.exposure_frozen === true;
}

const GROUP_PARTS = [
  "properties",
  "rollout_percentage",
  "variant",
  "aggregation_group_type_index",
  "description",
];

const VARIANT_PARTS = ["key", "name", "rollout_percentage"];

function unknownParts(held: object | undefined, known: readonly string[]): object {
  return Object.fromEntries(Object.entries(held ?? {}).filter(([part]) => !known.includes(part)));
}
