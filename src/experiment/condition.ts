import type { FlagProperty } from "../evaluation/flag.ts";
import { asSet, type Json, toJson } from "./json.ts";

/** A condition in the one spelling that all spellings of its meaning share. */
export type ConditionSettings = {
  readonly property: string;
  readonly type: string;
  readonly operator: string;
  readonly value: Json;
  /** Whose group, by the type's index; only for conditions on groups. */
  readonly group_type?: number | null;
};

/** A condition as PostHog takes it: it wants text where people like to write a number. */
export function toProperty(condition: FlagProperty): FlagProperty {
  const type = condition.type ?? "person";
  const operator = operatorOf(condition);
  const value = valueFor(operator, condition.value);
  return { ...condition, type, operator, ...(value === undefined ? {} : { value }) };
}

/** What a condition means, whatever it leaves to defaults and however its lists are ordered. */
export function conditionSettings(condition: FlagProperty): ConditionSettings {
  const { key, type, operator, value, group_type_index } = toProperty(condition);
  return {
    // A cohort is named by its value alone.
    property: type === "cohort" ? "id" : key,
    type: type ?? "person",
    operator: operator ?? "exact",
    value: plainValue(operator ?? "exact", value),
    ...(type === "group" && { group_type: group_type_index ?? null }),
  };
}

/** What stands where the operator is left out. */
const DEFAULTS: Readonly<Record<string, string>> = { cohort: "in", flag: "flag_evaluates_to" };

/** Old spellings, which PostHog rewrites. */
const ALIASES: Readonly<Record<string, string>> = { min: "gte", max: "lte" };

function operatorOf({ type, operator }: FlagProperty): string {
  const named = operator ?? DEFAULTS[type ?? "person"] ?? "exact";
  return ALIASES[named] ?? named;
}

/** `posthog-api.md` 2.5: `cross_field.operator_requires_string_value`. */
const WANTS_TEXT = /^(?:(?:not_)?(?:regex|icontains|starts_with|ends_with)|[gl]te?|semver_.*)$/;

function valueFor(operator: string, value: unknown): unknown {
  if (PRESENCE.has(operator)) return value ?? operator;
  return WANTS_TEXT.test(operator) && typeof value === "number" ? String(value) : value;
}

const PRESENCE = new Set(["is_set", "is_not_set"]);

/** A list means "any of these", and one value means a list of one. */
const ANY_OF = new Set(["exact", "is_not", "icontains_multi", "not_icontains_multi"]);

function plainValue(operator: string, value: unknown): Json {
  if (PRESENCE.has(operator)) return null;
  const held = toJson(value);
  if (!ANY_OF.has(operator)) return held;
  return asSet(Array.isArray(held) ? held : [held]);
}
