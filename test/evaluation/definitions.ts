import * as fc from "fast-check";
import type { Definitions, FlagDefinition, FlagProperty } from "../../src/evaluation/flag.ts";
import type { Person } from "../../src/evaluation/person.ts";

const NAMES = ["plan", "seats", "$device_id", "distinct_id", "$group_key", "__proto__"];
const FLAG_KEYS = ["a", "b", "c", "d"];
const COHORT_IDS = ["1", "2", "3", "4"];
const GROUP_TYPES = ["company", "project"];

const OPERATORS = words(`exact is_not is_set is_not_set icontains not_icontains starts_with
  not_starts_with ends_with not_ends_with regex not_regex gt gte lt lte is_date_before is_date_after
  is_date_exact between semver_eq semver_neq semver_gt semver_gte semver_lt semver_lte semver_tilde
  semver_caret semver_wildcard in constructor`);

const TEXTS =
  words(`pro PRO Ünï ünï true FALSE null 5 5.5 10abc -1 a|b ^p [a- (?=x) \\d+ a{2} [\\s-9]
  1.2.3 v1.2 01.2.3 1.* 1.2.* * 1.2.3-beta+7 2024-02-29 30d -2m 1y 10000d 2024-01-01T00:00:00Z`);

function words(text: string): string[] {
  return text.split(/\s+/);
}

const scalar = fc.oneof(
  fc.constantFrom<unknown>(...TEXTS, "", "not a date", "\r", "\ud800"),
  fc.constantFrom<unknown>(true, false, null, 0, 5, -1, 5.5, 1e21, 1_709_164_800_000),
);

const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom("b", "a", "é", "😀"), scalar, {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  },
);

function maybe<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> {
  return fc.oneof(
    { weight: 3, arbitrary },
    { weight: 1, arbitrary: fc.constantFrom(null, undefined) },
  );
}

const negation = maybe(fc.boolean()).map((said) => said ?? false);

const property: fc.Arbitrary<FlagProperty> = fc.record({
  key: fc.constantFrom(...NAMES),
  type: fc.constantFrom("person", "group"),
  operator: fc.constantFrom(...OPERATORS),
  value,
  negation,
});

const cohortProperty: fc.Arbitrary<FlagProperty> = fc.record({
  key: fc.constant("id"),
  type: fc.constant("cohort"),
  operator: fc.constantFrom("in", "not_in"),
  value: fc.constantFrom<unknown>(1, ...COHORT_IDS, "404"),
  negation,
});

const dependency: fc.Arbitrary<FlagProperty> = fc
  .record({
    key: fc.constantFrom(...FLAG_KEYS, "ghost"),
    before: fc.array(fc.constantFrom(...FLAG_KEYS, "ghost"), { maxLength: 1 }),
    value: fc.constantFrom<unknown>(true, false, "control", "test", 5),
    negation,
    broken: fc.nat(9),
  })
  .map(({ key, before, broken, ...rest }) => ({
    key,
    type: "flag",
    operator: "flag_evaluates_to",
    dependency_chain: broken === 0 ? [] : [...before, key],
    ...rest,
  }));

const anyProperty = fc.oneof(
  { weight: 6, arbitrary: property },
  { weight: 2, arbitrary: cohortProperty },
  { weight: 2, arbitrary: dependency },
);

const percent = maybe(
  fc.oneof(fc.constantFrom(0, 50, 100), fc.double({ min: 0, max: 100, noNaN: true })),
);
const typeIndex = fc.constantFrom<number | null | undefined>(null, undefined, 0, 1, 2, 9);

const group = fc.record({
  properties: maybe(fc.array(anyProperty, { maxLength: 3 })),
  rollout_percentage: percent,
  variant: fc.constantFrom(null, undefined, "control", "test", "ghost", ""),
  aggregation_group_type_index: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: typeIndex },
  ),
});

const variants = fc.constantFrom(
  [],
  [
    { key: "control", rollout_percentage: 50 },
    { key: "test", rollout_percentage: 50 },
  ],
  [
    { key: "test", rollout_percentage: 33.3 },
    { key: "control", rollout_percentage: 33.3 },
  ],
);

const filters = fc.record({
  groups: maybe(fc.array(group, { maxLength: 4 })),
  multivariate: maybe(variants.map((list) => ({ variants: list }))),
  payloads: maybe(
    fc.dictionary(
      fc.constantFrom("true", "test", "control", "holdout-7"),
      fc.constantFrom<unknown>('{"a":[1]}', "text", "0", "null", { raw: 1 }),
    ),
  ),
  aggregation_group_type_index: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(null, undefined) },
    { weight: 1, arbitrary: typeIndex },
  ),
  holdout: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(null, undefined) },
    { weight: 1, arbitrary: percent.map((share) => ({ id: 7, exclusion_percentage: share })) },
  ),
  early_exit: maybe(fc.boolean()),
});

/** As it comes over the wire, where nothing is undefined. */
function flag(key: string): fc.Arbitrary<FlagDefinition> {
  return fc
    .record({
      key: fc.constant(key),
      active: fc.nat(9).map((roll) => roll > 0),
      ensure_experience_continuity: fc.nat(19).map((roll) => roll === 0),
      bucketing_identifier: fc.constantFrom(null, null, null, "distinct_id", "device_id"),
      filters,
    })
    .map((raw): FlagDefinition => JSON.parse(JSON.stringify(raw)));
}

const members = fc.array(
  fc.oneof({ weight: 5, arbitrary: property }, { weight: 1, arbitrary: dependency }),
  { maxLength: 3 },
);
const listType = fc.constantFrom("AND", "OR", "OR", "property", "mystery");
const list = fc.record({ type: listType, values: members });
const cohort = fc.oneof(
  fc.constant({}),
  list,
  fc.record({ type: listType, values: fc.array(list, { maxLength: 3 }) }),
);

/** Cohort members of cohort `index` may only be cohorts behind it, so none contains itself. */
function cohorts(): fc.Arbitrary<Record<string, unknown>> {
  return fc.tuple(cohort, cohort, cohort, cohort).map((all) =>
    Object.fromEntries(
      all.map((definition, index) => {
        const next = COHORT_IDS[index + 1];
        return [COHORT_IDS[index], next === undefined ? definition : nested(definition, next)];
      }),
    ),
  );
}

function nested(definition: unknown, id: string): unknown {
  return {
    type: "OR",
    values: [definition, { type: "AND", values: [{ key: "id", type: "cohort", value: id }] }],
  };
}

/** Definitions of every kind, most of them odd: unusable operators, broken chains, absent cohorts. */
export const definitions: fc.Arbitrary<Definitions> = fc
  .record({
    flags: fc.tuple(...FLAG_KEYS.map(flag)),
    cohorts: cohorts(),
    property_matching_version: fc.constantFrom(null, 1, 2),
  })
  .map(({ flags, cohorts: lists, property_matching_version }) => ({
    property_matching_version,
    group_type_mapping: { 0: "company", 1: "project" },
    flags: flags.map((definition, index) => reaching(FLAG_KEYS.slice(0, index), definition)),
    cohorts: reaching(FLAG_KEYS.slice(0, 1), lists),
  }));

/**
 * The same with only some flags to depend on, so that nothing comes back to itself: posthog-node
 * never returns from a circle. A flag that may reach none may be reached from a cohort.
 */
function reaching<T>(keys: readonly string[], tangled: T): T {
  const allowed = new Set([...keys, "ghost"]);
  const text = JSON.stringify(tangled, (_name, part: unknown) => {
    if (keys.length === 0 && isCohortProperty(part)) return { ...part, value: "404" };
    return isDependency(part) && !part.dependency_chain.every((key) => allowed.has(key))
      ? { ...part, key: "ghost", dependency_chain: ["ghost"] }
      : part;
  });
  return JSON.parse(text);
}

function isCohortProperty(part: unknown): part is FlagProperty {
  return typeof part === "object" && part !== null && "type" in part && part.type === "cohort";
}

function isDependency(part: unknown): part is { readonly dependency_chain: readonly string[] } {
  return typeof part === "object" && part !== null && Object.hasOwn(part, "dependency_chain");
}

const properties = fc.dictionary(
  fc.constantFrom(...NAMES),
  fc.oneof(value, fc.constant(undefined)),
  {
    maxKeys: 5,
  },
);

/** People who know some of what the definitions ask for. */
export const people: fc.Arbitrary<Person> = fc.record(
  {
    distinctId: fc.oneof(fc.string(), fc.constantFrom("u1", "ユーザー", "😀", "\ud800")),
    groups: fc.dictionary(fc.constantFrom(...GROUP_TYPES), fc.constantFrom("acme", "", 42), {
      maxKeys: 3,
    }),
    personProperties: properties,
    groupProperties: fc.dictionary(fc.constantFrom(...GROUP_TYPES), properties, { maxKeys: 3 }),
  },
  { requiredKeys: ["distinctId"] },
);
