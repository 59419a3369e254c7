import {
  anything,
  boolean,
  choice,
  integer,
  list,
  Misfit,
  nullable,
  number,
  object,
  text,
  type Path,
  type Shape,
} from "./shape.ts";
import type { JsonRecord } from "./value.ts";

/** Operators that PostHog accepts on write (`posthog-api.md` 2.3). */
const OPERATORS: readonly string[] = `
  exact is_not is_set is_not_set in not_in flag_evaluates_to
  icontains not_icontains icontains_multi not_icontains_multi regex not_regex
  starts_with not_starts_with ends_with not_ends_with
  gt gte lt lte between not_between is_date_exact is_date_after is_date_before
  semver_gt semver_gte semver_lt semver_lte semver_eq semver_neq
  semver_tilde semver_caret semver_wildcard
`
  .trim()
  .split(/\s+/);

/** Old spellings, rewritten on write. */
const ALIASES: Readonly<Record<string, string>> = { min: "gte", max: "lte" };

const operator: Shape = (value, path) =>
  choice(OPERATORS)(typeof value === "string" ? (ALIASES[value] ?? value) : value, path);

/** A property's key: numbers are accepted and written as text. */
const propertyKey: Shape = (value, path) =>
  text(400)(typeof value === "number" ? String(value) : value, path);

const property = object(
  {
    key: propertyKey,
    value: anything,
    type: choice(["person", "cohort", "group", "flag"]),
    operator: nullable(operator),
    group_type_index: nullable(integer),
    negation: nullable(boolean),
    label: nullable(text(400)),
    cohort_name: nullable(text(400)),
    group_key_names: anything,
  },
  ["key", "type"],
);

/** `null` stands for no properties. */
const properties: Shape = (value, path) => list(property)(value ?? [], path);

const group = object({
  properties,
  rollout_percentage: nullable(number(0, 100)),
  variant: nullable(text(400)),
  aggregation_group_type_index: nullable(integer),
  description: nullable(text(4000)),
  sort_key: nullable(text(400)),
  exposure_frozen: nullable(boolean),
  exposure_frozen_cohort: nullable(integer),
});

const VARIANT_KEY = {
  test: /^[a-zA-Z0-9_./-]+$/,
  code: "invalid",
  detail:
    "Only letters, numbers, hyphens (-), underscores (_), dots (.) & slashes (/) are allowed.",
};

const variant = object(
  {
    key: text(400, VARIANT_KEY),
    name: nullable(text(400)),
    description: nullable(text(4000)),
    rollout_percentage: number(0, 100),
  },
  ["key", "rollout_percentage"],
);

/** Text by key; `filters.ts` has made text of every payload. */
const payloads: Shape = (value, path) => {
  if (typeof value === "object" && value !== null) return value;
  throw new Misfit(path, "invalid", "Payloads must be passed as a dictionary");
};

/** The whole of `filters` (`posthog-api.md` 2.3); legacy keys are stripped with the unknown ones. */
export const filtersShape: (value: unknown, path: Path) => JsonRecord = object({
  groups: list(group),
  multivariate: nullable(object({ variants: list(variant, { least: 1 }) }, ["variants"])),
  payloads: nullable(payloads),
  aggregation_group_type_index: nullable(integer),
  feature_enrollment: nullable(boolean),
  holdout: nullable(
    object({ id: integer, exclusion_percentage: number(0, 100) }, ["id", "exclusion_percentage"]),
  ),
  early_exit: nullable(boolean),
});
