import type { FlagProperty } from "../evaluation/flag.ts";
import type { Declaration } from "../experiment/declaration.ts";
import { toProperty } from "../experiment/condition.ts";

/** A condition with its defaults written out. */
export interface Condition {
  readonly key: string;
  readonly type: "person" | "group" | "cohort" | "flag";
  readonly operator: string;
  readonly value: unknown;
  /** The index of the group type that a `group` condition asks. */
  readonly groupType: number | undefined;
}

/** The condition as PostHog will store it. */
export function toCondition(property: FlagProperty): Condition {
  const { key, type = "person", operator, value, group_type_index: index } = toProperty(property);
  return { key, type, operator: operator ?? "exact", value, groupType: index ?? undefined };
}

/** The conditions of each release group, in order. */
export function conditionsOf({ groups }: Pick<Declaration, "groups">): Condition[][] {
  return groups.map(({ match }) => match.map(toCondition));
}

/** Whether the condition asks a property of the person or the group. */
export function asksProperty({ type }: Condition): boolean {
  return type === "person" || type === "group";
}

/** The values asked for; one value is a list of one. */
export function valuesOf({ value }: Condition): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/**
 * Whether the server takes the condition for met when the property is not known
 * (`posthog-api.md` 5.12). posthog-node cannot tell then, whatever the operator.
 */
export function holdsUnknown({ operator }: Condition): boolean {
  return HOLD_UNKNOWN.has(operator);
}

const HOLD_UNKNOWN: ReadonlySet<string> = new Set([
  "is_not",
  "is_not_set",
  "not_icontains",
  "not_icontains_multi",
  "not_starts_with",
  "not_ends_with",
  "not_regex",
  "not_between",
]);
