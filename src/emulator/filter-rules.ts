import type { Filters, Group, Property } from "./state.ts";

/** One thing that the parts of `filters` may not say about each other. */
export type FilterRule = (filters: Filters) => Broken | undefined;

interface Broken {
  readonly code: string;
  readonly detail: string;
}

/** Every rule, in the order PostHog reports them; only the first broken one is answered. */
export const filterRules: readonly FilterRule[] = [
  ({ multivariate }) => {
    const keys = multivariate?.variants.map(({ key }) => key) ?? [];
    const twice = [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
    if (twice.length === 0) return undefined;
    return broken(
      "variant_keys_not_unique",
      `multivariate.variants: Variant keys must be unique, duplicated: ${twice.join(", ")}`,
    );
  },
  ({ multivariate }) => {
    if (multivariate === undefined || multivariate === null) return undefined;
    const sum = multivariate.variants.reduce((total, next) => total + next.rollout_percentage, 0);
    // Thirds do not add up to 100 exactly in doubles.
    if (Math.abs(sum - 100) < 1e-6) return undefined;
    return broken(
      "variant_rollout_sum_not_100",
      `multivariate.variants: Variant rollout percentages must sum to 100, got ${sum}.`,
    );
  },
  (filters) => {
    const keys = variantKeys(filters);
    const stray = Object.keys(filters.payloads ?? {}).find(
      (key) => !(keys.length > 0 ? keys : ["true"]).includes(key),
    );
    if (stray === undefined) return undefined;
    return keys.length > 0
      ? broken(
          "payload_key_not_a_variant",
          `payloads.${stray}: Payload key '${stray}' does not match any variant key.`,
        )
      : broken(
          "payload_key_not_true",
          `Payload key '${stray}' is invalid: boolean flags only support the 'true' key.`,
        );
  },
  (filters) => {
    const keys = variantKeys(filters);
    const index = (filters.groups ?? []).findIndex(
      ({ variant }) => typeof variant === "string" && !keys.includes(variant),
    );
    const stray = filters.groups?.[index]?.variant;
    if (stray === undefined) return undefined;
    return broken(
      "group_variant_not_a_variant",
      `groups[${index}].variant: Variant override '${stray}' does not match any variant key.`,
    );
  },
  ofGroups(({ aggregation_group_type_index: index, properties }) =>
    (index ?? null) === null && properties?.some(({ type }) => type === "group")
      ? broken(
          "person_aggregation_property_type",
          "Person-aggregated conditions can only use person, cohort, and flag properties.",
        )
      : undefined,
  ),
  ofGroups(({ aggregation_group_type_index: index, properties }) =>
    (index ?? null) !== null && properties?.some(({ type }) => type !== "group")
      ? broken(
          "group_aggregation_property_type",
          "Group-aggregated conditions can only use group properties.",
        )
      : undefined,
  ),
  ofGroups(({ aggregation_group_type_index: index, properties }) =>
    properties?.some(
      ({ type, group_type_index: own }) =>
        type === "group" && (own ?? null) !== null && own !== index,
    )
      ? broken(
          "group_property_type_index_mismatch",
          "Group properties must match the condition set's group type.",
        )
      : undefined,
  ),
  ofProperties(({ type, operator }) =>
    type === "flag" && operator !== "flag_evaluates_to"
      ? broken(
          "flag_property_requires_flag_evaluates_to",
          "Flag properties must use the 'flag_evaluates_to' operator.",
        )
      : undefined,
  ),
  ofProperties(({ type, operator }) =>
    type !== "cohort" && (operator === "in" || operator === "not_in")
      ? broken(
          "in_not_in_requires_cohort",
          `Operator ${operator} is only supported on cohort properties.`,
        )
      : undefined,
  ),
  ofProperties(({ operator, value }) =>
    WANTS_TEXT.test(operator ?? "") && typeof value !== "string"
      ? broken("operator_requires_string_value", `Operator ${operator} requires a string value.`)
      : undefined,
  ),
  ofProperties(({ operator, value }) =>
    WANTS_LIST.test(operator ?? "") && !Array.isArray(value)
      ? broken("operator_requires_list_value", `Operator ${operator} requires a list of values.`)
      : undefined,
  ),
  ofProperties(({ operator, value }) =>
    operator?.startsWith("is_date_") && !isDate(value)
      ? broken("date_value_not_parseable", `Invalid date value: ${written(value)}.`)
      : undefined,
  ),
  ofProperties(({ operator, value }) =>
    operator?.startsWith("semver_") && !isSemver(value, operator === "semver_wildcard")
      ? broken(
          "semver_value_invalid",
          `Invalid semver value for operator ${operator}: ${written(value)}.`,
        )
      : undefined,
  ),
  (filters) => {
    for (const [index, group] of (filters.groups ?? []).entries()) {
      const at = (group.properties ?? []).findIndex((property) => isBadRegex(property));
      if (at >= 0)
        return {
          code: "invalid_input",
          detail: `groups[${index}].properties[${at}].value: invalid regex pattern`,
        };
    }
    return undefined;
  },
];

/** Numbers for `gt` and its kin must be sent as text. */
const WANTS_TEXT = /^(?:(?:not_)?(?:regex|icontains|starts_with|ends_with)|[gl]te?)$/;
const WANTS_LIST = /^(?:not_)?icontains_multi$/;

const broken = (code: string, detail: string): Broken => ({
  code: `cross_field.${code}`,
  detail,
});

/** A rule about one condition group; the flag-level group type has been copied into each. */
function ofGroups(rule: (group: Group) => Broken | undefined): FilterRule {
  return ({ groups }) => first(groups ?? [], rule);
}

function ofProperties(rule: (property: Property) => Broken | undefined): FilterRule {
  return ({ groups }) =>
    first(
      (groups ?? []).flatMap(({ properties }) => properties ?? []),
      rule,
    );
}

function first<Item>(
  items: readonly Item[],
  rule: (item: Item) => Broken | undefined,
): Broken | undefined {
  return items.map(rule).find((found) => found !== undefined);
}

function variantKeys({ multivariate }: Filters): readonly string[] {
  return multivariate?.variants.map(({ key }) => key) ?? [];
}

const written = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);

function isDate(value: unknown): boolean {
  if (typeof value !== "string") return false;
  return /^-?\d+[hdwmy]$/.test(value) || !Number.isNaN(Date.parse(value));
}

function isSemver(value: unknown, wild: boolean): boolean {
  if (typeof value !== "string") return false;
  const core = value
    .trim()
    .replace(/^v/i, "")
    .replace(/[-+].*$/, "");
  return /^\d+(?:\.\d+)*$/.test(wild ? core.replace(/\.?\*$/, "") : core);
}

function isBadRegex({ operator, value }: Property): boolean {
  if ((operator !== "regex" && operator !== "not_regex") || typeof value !== "string") return false;
  try {
    void RegExp(value);
    return false;
  } catch {
    return true;
  }
}
