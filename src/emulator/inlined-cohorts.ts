import { isRecord } from "../evaluation/record.ts";
import type { Filters, Property } from "./state.ts";

/**
 * Filters for a client that did not ask for cohorts (`posthog-api.md` 4.2): a cohort whose members
 * have several properties at once is replaced by these. One that is put together otherwise stays,
 * and such a client cannot decide the flag.
 *
 * @param cohorts the cohorts' trees, by id
 */
export function withInlinedCohorts(
  filters: Filters,
  cohorts: Readonly<Record<string, unknown>>,
): Filters {
  const inlined = (property: Property): readonly Property[] => {
    if (property.type !== "cohort" || property.operator === "not_in") return [property];
    return leavesOf(cohorts[String(property.value)]) ?? [property];
  };
  return {
    ...filters,
    groups: (filters.groups ?? []).map((group) => ({
      ...group,
      properties: (group.properties ?? []).flatMap(inlined),
    })),
  };
}

/** The properties that must all hold; undefined for any other tree, and for an empty one. */
function leavesOf(tree: unknown): readonly Property[] | undefined {
  if (!isRecord(tree)) return undefined;
  const values = tree["values"];
  if (!Array.isArray(values)) return isPlain(tree) ? [tree] : undefined;
  const isChoice = tree["type"] === "OR" && values.length > 1;
  if (isChoice || values.length === 0) return undefined;
  const parts = values.map(leavesOf);
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function isPlain(leaf: Readonly<Record<string, unknown>>): leaf is Property & typeof leaf {
  return typeof leaf["key"] === "string" && leaf["type"] === "person" && leaf["negation"] !== true;
}
