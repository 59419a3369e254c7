import { isRecord } from "../evaluation/record.ts";
import type { Definitions, FlagProperty, ReleaseGroup } from "../evaluation/flag.ts";
import type { JsonRecord } from "./value.ts";

/** Whom the flags are evaluated for, as the request tells it. */
export interface Person {
  readonly personProperties: JsonRecord;
  readonly groups: Readonly<Record<string, string>>;
  readonly groupProperties: Readonly<Record<string, JsonRecord>>;
}

/**
 * The definitions as a server reads them, which knows the whole person: a property that nobody
 * set is absent for certain, where a client could not tell (`posthog-api.md` 5.12). Each filter on
 * such a property is replaced by one on a property that is always there and has the same answer.
 * Sticky flags are read as plain ones, since nothing has been stuck here.
 */
export function asServer(definitions: Definitions, person: Person): Definitions {
  const known = { ...person.personProperties, distinct_id: true };
  return {
    ...definitions,
    flags: definitions.flags.map((flag) => ({
      ...flag,
      ensure_experience_continuity: false,
      filters: {
        ...flag.filters,
        groups: (flag.filters.groups ?? []).map((group) => {
          const index =
            group.aggregation_group_type_index ?? flag.filters.aggregation_group_type_index ?? null;
          return settledGroup(group, settler(index, { definitions, person, known }));
        }),
      },
    })),
    cohorts: Object.fromEntries(
      Object.entries(definitions.cohorts ?? {}).map(([id, cohort]) => [
        id,
        settledCohort(cohort, (property) => settle(property, known, "distinct_id")),
      ]),
    ),
  };
}

type Settle = (property: FlagProperty) => FlagProperty;

/** How the filters of one group are settled: by the person, or by the group it is about. */
function settler(
  index: number | null,
  {
    definitions,
    person,
    known,
  }: Readonly<{ definitions: Definitions; person: Person; known: JsonRecord }>,
): Settle {
  if (index === null) return (property) => settle(property, known, "distinct_id");
  const type = definitions.group_type_mapping?.[String(index)] ?? "";
  const held = { ...person.groupProperties[type], $group_key: true };
  return (property) => settle(property, held, "$group_key");
}

function settledGroup(group: ReleaseGroup, settleProperty: Settle): ReleaseGroup {
  return { ...group, properties: (group.properties ?? []).map(settleProperty) };
}

/** A cohort is a tree of groups with properties as leaves. */
function settledCohort(node: unknown, settleProperty: Settle): unknown {
  if (!isRecord(node)) return node;
  const values = node["values"];
  if (Array.isArray(values))
    return { ...node, values: values.map((inner) => settledCohort(inner, settleProperty)) };
  return typeof node["key"] === "string" ? settleProperty({ ...node, key: node["key"] }) : node;
}

function settle(property: FlagProperty, known: JsonRecord, present: string): FlagProperty {
  const isReference = property.type === "cohort" || property.type === "flag";
  if (isReference || Object.hasOwn(known, property.key)) return property;
  const holdsWhenAbsent = /^(?:is_not$|is_not_set$|not_)/.test(property.operator ?? "exact");
  return { ...property, key: present, operator: holdsWhenAbsent ? "is_set" : "is_not_set" };
}
