import type { Compare } from "./comparison.ts";
import { exact } from "./comparisons/exact.ts";
import { numeric } from "./comparisons/numeric.ts";
import { moment } from "./comparisons/moment.ts";
import { contains, endsWith, negated, startsWith } from "./comparisons/part.ts";
import { version } from "./comparisons/version.ts";

/** The operators that SQL says exactly, by PostHog's name. The others are refused by name. */
export const comparisons: ReadonlyMap<string, Compare> = new Map([
  ["exact", exact],
  ["is_not", exact],
  ["gt", numeric(">")],
  ["gte", numeric(">=")],
  ["lt", numeric("<")],
  ["lte", numeric("<=")],
  ["icontains", contains],
  ["not_icontains", negated(contains)],
  ["starts_with", startsWith],
  ["not_starts_with", negated(startsWith)],
  ["ends_with", endsWith],
  ["not_ends_with", negated(endsWith)],
  ["semver_eq", version("=")],
  ["semver_neq", version("<>")],
  ["semver_gt", version(">")],
  ["semver_gte", version(">=")],
  ["semver_lt", version("<")],
  ["semver_lte", version("<=")],
  ["is_date_before", moment("<")],
  ["is_date_after", moment(">")],
]);
