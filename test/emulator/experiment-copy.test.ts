import { beforeEach, expect, test } from "vitest";
import { experimentBody, server, type Server } from "./server.ts";

let api: Server["api"];
let ask: Server["ask"];
const THIRDS = [
  { key: "control", rollout_percentage: 34 },
  { key: "a", rollout_percentage: 33 },
  { key: "b", rollout_percentage: 33 },
];
const METRIC = {
  kind: "ExperimentMetric",
  metric_type: "mean",
  source: { kind: "EventsNode", event: "purchase" },
};

beforeEach(async () => {
  ({ api, ask } = server({
    projects: [
      { id: 1, name: "One", token: "phc_dev", organization: "O" },
      { id: 2, name: "Two", token: "phc_two", organization: "O" },
    ],
  }));
  const parameters = { feature_flag_variants: THIRDS, rollout_percentage: 40 };
  await api(
    "POST",
    "/experiments/",
    experimentBody("copy", { parameters, metrics: [METRIC], allow_unknown_events: true }),
  );
  await api("POST", "/experiments/1/launch/");
});

test("a duplicate is a draft that shares the flag", async () => {
  const { status, body } = await api("POST", "/experiments/1/duplicate/");
  expect([status, body.id, body.status]).toEqual([201, 2, "draft"]);
  expect(body).toMatchObject({
    name: "Experiment copy (Copy)",
    feature_flag: { id: 1 },
    metrics: [{ metric_type: "mean", source: { event: "purchase" } }],
  });
});

test("a duplicate with a key of its own gets a flag with the same variants, switched off", async () => {
  const sent = { feature_flag_key: "again", name: "Again" };
  const { body } = await api("POST", "/experiments/1/duplicate/", sent);
  expect(body).toMatchObject({ name: "Again", feature_flag: { key: "again", active: false } });
  expect(body.feature_flag.filters).toMatchObject({
    groups: [{ rollout_percentage: 40 }],
    multivariate: { variants: THIRDS },
  });
});

test("a copy belongs to the other project", async () => {
  const copied = await api("POST", "/experiments/1/copy_to_project/", { target_team_id: 2 });
  expect(copied).toMatchObject({
    status: 201,
    body: { feature_flag: { key: "copy", team_id: 2 } },
  });
  const path = `/experiments/${copied.body.id}/`;
  expect((await api("GET", path)).status).toBe(404);
  expect((await ask("GET", `/api/projects/2${path}`)).status).toBe(200);
});

test.each([
  [{}, 400],
  [{ target_team_id: 9 }, 404],
])("a copy with %j is answered %i", async (body, status) => {
  expect((await api("POST", "/experiments/1/copy_to_project/", body)).status).toBe(status);
});

test("an exposure cohort is made once, for an experiment that has started", async () => {
  const path = "/experiments/1/create_exposure_cohort_for_experiment/";
  expect(await api("POST", path)).toMatchObject({ status: 201, body: { cohort: { id: 1 } } });
  expect((await api("GET", "/experiments/1/")).body.exposure_cohort).toBe(1);
  expect((await api("POST", path)).body.detail).toBe("Experiment already has an exposure cohort");
  await api("POST", "/experiments/1/duplicate/");
  const draft = "/experiments/2/create_exposure_cohort_for_experiment/";
  expect((await api("POST", draft)).body.detail).toBe("Experiment does not have a start date");
});
