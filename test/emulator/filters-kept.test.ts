import { expect, test } from "vitest";
import { flagBody, server } from "./server.ts";

const kept = async (filters: object): Promise<object> =>
  (await server().api("POST", "/feature_flags/", flagBody("flag", filters))).body.filters;

test("fractions, null rollouts and thirds are accepted", async () => {
  const third = 100 / 3;
  const filters = {
    groups: [
      { properties: [], rollout_percentage: 0.5 },
      { properties: [], rollout_percentage: null },
    ],
    multivariate: {
      variants: ["a", "b", "c"].map((key) => ({ key, rollout_percentage: third })),
    },
  };
  expect(await kept(filters)).toEqual(filters);
});

test("unknown and legacy keys are dropped at every level", async () => {
  expect(
    await kept({
      colour: "red",
      super_groups: [],
      holdout_groups: [],
      groups: [{ properties: [{ key: "a", type: "person", value: "b", since: 1 }], users: 3 }],
    }),
  ).toEqual({ groups: [{ properties: [{ key: "a", type: "person", value: "b" }] }] });
});

test("old operator names, null properties and numeric keys are rewritten", async () => {
  expect(
    await kept({
      groups: [
        { properties: null },
        { properties: [{ key: 7, type: "person", operator: "max", value: "5" }] },
      ],
    }),
  ).toEqual({
    groups: [
      { properties: [] },
      { properties: [{ key: "7", type: "person", operator: "lte", value: "5" }] },
    ],
  });
});

test("payloads are kept as JSON text, and a text must be JSON already", async () => {
  expect(await kept({ payloads: { true: { a: [1] } } })).toMatchObject({
    payloads: { true: '{"a":[1]}' },
  });
  expect(await kept({ payloads: { true: '"hello"' } })).toMatchObject({
    payloads: { true: '"hello"' },
  });
});

test("the flag's group type is copied into its groups, and is null when they differ", async () => {
  const all = await kept({ groups: [{}, {}], aggregation_group_type_index: 0 });
  expect(all).toEqual({
    groups: [{ aggregation_group_type_index: 0 }, { aggregation_group_type_index: 0 }],
    aggregation_group_type_index: 0,
  });
  const mixed = await kept({
    groups: [{}, { aggregation_group_type_index: null }],
    aggregation_group_type_index: 0,
  });
  expect(mixed).toEqual({
    groups: [{ aggregation_group_type_index: 0 }, { aggregation_group_type_index: null }],
    aggregation_group_type_index: null,
  });
});

test("reads add the names of cohorts", async () => {
  const { api } = server();
  await api("POST", "/cohorts/", { name: "Staff", filters: { properties: {} } });
  const targeting = { type: "cohort", key: "id", operator: "in", value: 1 };
  const { body } = await api(
    "POST",
    "/feature_flags/",
    flagBody("flag", { groups: [{ properties: [targeting] }] }),
  );
  expect(body.filters.groups[0].properties).toEqual([{ ...targeting, cohort_name: "Staff" }]);
});
