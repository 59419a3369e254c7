import { beforeEach, expect, test } from "vitest";
import { experimentBody, server, validationError, type Server } from "./server.ts";

let api: Server["api"];
beforeEach(() => {
  ({ api } = server());
});

const THIRDS = [
  { key: "control", rollout_percentage: 34 },
  { key: "a", rollout_percentage: 33 },
  { key: "b", rollout_percentage: 33 },
];

beforeEach(async () => {
  await api("POST", "/experiments/", experimentBody("copy"));
});

test("parameters are replaced whole, and a draft's flag follows", async () => {
  await api("PATCH", "/experiments/1/", { parameters: { variant_notes: { test: "x" } } });
  const { body } = await api("PATCH", "/experiments/1/", {
    parameters: { feature_flag_variants: THIRDS, minimum_detectable_effect: 3 },
  });
  expect(body.parameters).not.toHaveProperty("variant_notes");
  expect(body.parameters.minimum_detectable_effect).toBe(3);
  expect(body.feature_flag.filters.multivariate.variants).toEqual(THIRDS);
});

test("what was read may be sent back as it is", async () => {
  await api("POST", "/experiments/1/launch/");
  const { body } = await api("GET", "/experiments/1/");
  const echoed = await api("PATCH", "/experiments/1/", { ...body, name: "Renamed" });
  expect(echoed).toMatchObject({ status: 200, body: { name: "Renamed" } });
  expect(echoed.body.feature_flag).toEqual(body.feature_flag);
});

test.each([
  [{ feature_flag_key: "other" }, "Can't update keys: get_feature_flag_key on Experiment", null],
  [{ colour: "red" }, "Can't update keys: colour on Experiment", null],
  [
    { parameters: { feature_flag_variants: THIRDS } },
    "Can't update feature_flag_variants on Experiment",
    null,
  ],
  [
    { parameters: { rollout_percentage: 10 } },
    "This experiment is running. To change its flag config, send update_feature_flag_params=true (or edit the feature flag directly).",
    "feature_flag",
  ],
  [{ holdout_id: 1 }, "Can't update holdout on running Experiment", null],
  [{ end_date: "2020-01-01T00:00:00Z" }, "End date must be after start date", null],
])("a running experiment refuses %j", async (patch, detail, attr) => {
  await api("POST", "/experiment_holdouts/", { name: "h", filters: [{ rollout_percentage: 5 }] });
  await api("POST", "/experiments/1/launch/");
  expect(await api("PATCH", "/experiments/1/", patch)).toMatchObject({
    status: 400,
    body: validationError(detail, attr),
  });
});

test("a running experiment's rollout and split change when that is asked for", async () => {
  await api("POST", "/experiments/1/launch/");
  const feature_flag_variants = [
    { key: "control", rollout_percentage: 10 },
    { key: "test", rollout_percentage: 90 },
  ];
  const { status, body } = await api("PATCH", "/experiments/1/", {
    parameters: { feature_flag_variants, rollout_percentage: 60 },
    update_feature_flag_params: true,
  });
  expect(status).toBe(200);
  expect(body.feature_flag.filters).toMatchObject({
    groups: [{ rollout_percentage: 60 }],
    multivariate: { variants: feature_flag_variants },
  });
});

test("a start date launches, and the same flag key is ignored", async () => {
  const start_date = "2026-01-01T00:00:00.000Z";
  const sent = { start_date, feature_flag_key: "copy" };
  const { body } = await api("PATCH", "/experiments/1/", sent);
  expect(body).toMatchObject({ status: "running", start_date, feature_flag: { active: true } });
});

test("a conclusion may come later", async () => {
  await api("POST", "/experiments/1/launch/");
  await api("POST", "/experiments/1/end/");
  const sent = { conclusion: "won", conclusion_comment: "Clear" };
  expect((await api("PATCH", "/experiments/1/", sent)).body).toMatchObject(sent);
});

test("a field that two writers changed is a conflict", async () => {
  const original_experiment = (await api("GET", "/experiments/1/")).body;
  await api("PATCH", "/experiments/1/", { name: "Theirs" });
  const stale = { version: 1, original_experiment };
  expect(await api("PATCH", "/experiments/1/", { ...stale, name: "Mine" })).toMatchObject({
    status: 409,
    body: { type: "server_error", code: "conflict" },
  });
  const other = await api("PATCH", "/experiments/1/", { ...stale, description: "Why" });
  expect(other.body).toMatchObject({ name: "Theirs", description: "Why" });
});

test("an echo of what was read is no conflict when only the flag moved on", async () => {
  const original_experiment = (await api("GET", "/experiments/1/")).body;
  await api("PATCH", "/feature_flags/1/", { filters: { groups: [{ rollout_percentage: 30 }] } });
  await api("PATCH", "/experiments/1/", { description: "Theirs" });
  const sent = { ...original_experiment, name: "Mine", original_experiment };
  expect(await api("PATCH", "/experiments/1/", sent)).toMatchObject({
    status: 200,
    body: {
      name: "Mine",
      description: "Theirs",
      feature_flag: { filters: { groups: [{ rollout_percentage: 30 }] } },
    },
  });
});

test("a holdout reaches the flag, follows edits and leaves with its deletion", async () => {
  await api("POST", "/experiment_holdouts/", { name: "h", filters: [{ rollout_percentage: 5 }] });
  const joined = await api("PATCH", "/experiments/1/", { holdout_id: 1 });
  expect(joined.body.holdout.filters[0].variant).toBe("holdout-1");
  const holdout = async (): Promise<unknown> =>
    (await api("GET", "/feature_flags/1/")).body.filters.holdout;
  expect(await holdout()).toEqual({ id: 1, exclusion_percentage: 5 });
  await api("PATCH", "/experiment_holdouts/1/", { filters: [{ rollout_percentage: 7.5 }] });
  expect(await holdout()).toEqual({ id: 1, exclusion_percentage: 7.5 });
  expect((await api("DELETE", "/experiment_holdouts/1/")).status).toBe(204);
  expect(await holdout()).toBeNull();
  expect((await api("GET", "/experiments/1/")).body.holdout).toBeNull();
});
