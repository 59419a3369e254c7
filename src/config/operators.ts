import type { FlagProperty } from "../evaluation/flag.ts";

/** What operators ask of their value; `posthog-api.md` 2.3 and 2.5. */
export const OPERATORS: Readonly<Record<string, "any" | "none" | "text" | "list">> = {
  exact: "any",
  is_not: "any",
  is_set: "none",
  is_not_set: "none",
  icontains: "text",
  not_icontains: "text",
  icontains_multi: "list",
  not_icontains_multi: "list",
  starts_with: "text",
  not_starts_with: "text",
  ends_with: "text",
  not_ends_with: "text",
  regex: "text",
  not_regex: "text",
  gt: "text",
  gte: "text",
  lt: "text",
  lte: "text",
  between: "list",
  not_between: "list",
  is_date_exact: "text",
  is_date_after: "text",
  is_date_before: "text",
  semver_eq: "text",
  semver_neq: "text",
  semver_gt: "text",
  semver_gte: "text",
  semver_lt: "text",
  semver_lte: "text",
  semver_tilde: "text",
  semver_caret: "text",
  semver_wildcard: "text",
  in: "any",
  not_in: "any",
  flag_evaluates_to: "any",
};

/** The operator of a condition that names none. */
export const DEFAULT_OPERATORS: Readonly<Record<NonNullable<FlagProperty["type"]>, string>> = {
  person: "exact",
  group: "exact",
  cohort: "in",
  flag: "flag_evaluates_to",
};
