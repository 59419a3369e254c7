import { expect, test } from "vitest";
import { flagBody, HALVES, server, validationError } from "./server.ts";

const MULTIVARIATE = { multivariate: { variants: HALVES } };
const property = (fields: object): object => ({
  groups: [{ properties: [{ key: "plan", type: "person", ...fields }] }],
});

test.each([
  [
    { multivariate: { variants: [{ key: "a", rollout_percentage: 90 }] } },
    "cross_field.variant_rollout_sum_not_100",
    "multivariate.variants: Variant rollout percentages must sum to 100, got 90.",
  ],
  [
    {
      multivariate: {
        variants: [
          { key: "a", rollout_percentage: 50 },
          { key: "a", rollout_percentage: 50 },
        ],
      },
    },
    "cross_field.variant_keys_not_unique",
    "multivariate.variants: Variant keys must be unique, duplicated: a",
  ],
  [
    { ...MULTIVARIATE, payloads: { X: "1" } },
    "cross_field.payload_key_not_a_variant",
    "payloads.X: Payload key 'X' does not match any variant key.",
  ],
  [
    { payloads: { X: "1" } },
    "cross_field.payload_key_not_true",
    "Payload key 'X' is invalid: boolean flags only support the 'true' key.",
  ],
  [{ payloads: { true: "{no" } }, "invalid_input", "Payload for key 'true' is not valid JSON."],
  [{ payloads: [1] }, "invalid_input", "Payloads must be passed as a dictionary"],
  [
    { ...MULTIVARIATE, groups: [{ properties: [] }, { properties: [], variant: "X" }] },
    "cross_field.group_variant_not_a_variant",
    "groups[1].variant: Variant override 'X' does not match any variant key.",
  ],
  [
    property({ type: "group", group_type_index: 0, value: "x" }),
    "cross_field.person_aggregation_property_type",
    "Person-aggregated conditions can only use person, cohort, and flag properties.",
  ],
  [
    { ...property({ value: "x" }), aggregation_group_type_index: 0 },
    "cross_field.group_aggregation_property_type",
    "Group-aggregated conditions can only use group properties.",
  ],
  [
    {
      ...property({ type: "group", group_type_index: 1, value: "x" }),
      aggregation_group_type_index: 0,
    },
    "cross_field.group_property_type_index_mismatch",
    "Group properties must match the condition set's group type.",
  ],
  [
    property({ type: "flag", key: "1", operator: "exact", value: true }),
    "cross_field.flag_property_requires_flag_evaluates_to",
    "Flag properties must use the 'flag_evaluates_to' operator.",
  ],
  [
    property({ operator: "in", value: ["a"] }),
    "cross_field.in_not_in_requires_cohort",
    "Operator in is only supported on cohort properties.",
  ],
  ...[
    "gt",
    "gte",
    "lt",
    "lte",
    "regex",
    "not_regex",
    "icontains",
    "not_icontains",
    "starts_with",
    "not_ends_with",
  ].map((operator): [object, string, string] => [
    property({ operator, value: 5 }),
    "cross_field.operator_requires_string_value",
    `Operator ${operator} requires a string value.`,
  ]),
  [
    property({ operator: "min", value: 5 }),
    "cross_field.operator_requires_string_value",
    "Operator gte requires a string value.",
  ],
  [
    property({ operator: "icontains_multi", value: "a" }),
    "cross_field.operator_requires_list_value",
    "Operator icontains_multi requires a list of values.",
  ],
  [
    property({ operator: "is_date_after", value: "soon" }),
    "cross_field.date_value_not_parseable",
    "Invalid date value: soon.",
  ],
  [
    property({ operator: "semver_gt", value: "one" }),
    "cross_field.semver_value_invalid",
    "Invalid semver value for operator semver_gt: one.",
  ],
  [
    property({ operator: "regex", value: "(" }),
    "invalid_input",
    "groups[0].properties[0].value: invalid regex pattern",
  ],
  [
    property({ type: "cohort", key: "id", operator: "in", value: 9 }),
    "cohort_does_not_exist",
    "Cohort with id 9 does not exist",
  ],
  [{ version: 2 }, "reserved_config_version", "version is reserved."],
])("filters %j are refused as %s", async (filters, code, detail) => {
  const seen = await server().api("POST", "/feature_flags/", flagBody("flag", filters));
  expect(seen).toMatchObject({ status: 400, body: validationError(detail, "filters", code) });
});

test.each([
  [
    [{ rollout_percentage: 101 }],
    "structural.groups[].rollout_percentage.max_value",
    "groups[0].rollout_percentage: Ensure this value is less than or equal to 100.",
  ],
  [
    [{}, { rollout_percentage: -1 }],
    "structural.groups[].rollout_percentage.min_value",
    "groups[1].rollout_percentage: Ensure this value is greater than or equal to 0.",
  ],
  [
    [{ rollout_percentage: "50" }],
    "structural.groups[].rollout_percentage.invalid",
    "groups[0].rollout_percentage: A valid number is required.",
  ],
  [
    [{ properties: [{ key: "plan" }] }],
    "structural.groups[].properties[].type.required",
    "groups[0].properties[0].type: This field is required.",
  ],
  [
    [{ properties: [{ key: "plan", type: "event" }] }],
    "structural.groups[].properties[].type.invalid_choice",
    'groups[0].properties[0].type: "event" is not a valid choice.',
  ],
  [
    [{ properties: [{ key: "plan", type: "person", operator: "like" }] }],
    "structural.groups[].properties[].operator.invalid_choice",
    'groups[0].properties[0].operator: "like" is not a valid choice.',
  ],
  ["all", "structural.groups.not_a_list", 'groups: Expected a list of items but got type "str".'],
  [
    [null],
    "structural.groups[].invalid",
    "groups[0]: Invalid data. Expected a dictionary, but got NoneType.",
  ],
])("groups %j are refused as %s", async (groups, code, detail) => {
  const seen = await server().api("POST", "/feature_flags/", { key: "flag", filters: { groups } });
  expect(seen).toMatchObject({ status: 400, body: validationError(detail, "filters", code) });
});

test("variants need a list of at least one, with keys of their alphabet", async () => {
  const { api } = server();
  const refuse = async (variants: unknown): Promise<unknown> =>
    (await api("POST", "/feature_flags/", flagBody("flag", { multivariate: { variants } }))).body
      .code;
  expect(await refuse([])).toBe("structural.multivariate.variants.empty");
  expect(await refuse([{ key: "a b", rollout_percentage: 100 }])).toBe(
    "structural.multivariate.variants[].key.invalid",
  );
  expect(await refuse([{ key: "a" }])).toBe(
    "structural.multivariate.variants[].rollout_percentage.required",
  );
});
