import { beforeEach, expect, test } from "vitest";
import { experimentBody, flagBody, HALVES, server, type Server } from "./server.ts";

const METRIC = {
  kind: "ExperimentMetric",
  metric_type: "mean",
  source: { kind: "EventsNode", event: "purchase" },
};
const BODY = experimentBody("copy", { metrics: [METRIC], allow_unknown_events: true });

let api: Server["api"];
beforeEach(async () => {
  ({ api } = server());
  await api("POST", "/experiments/", BODY);
});

const RUNS = "/experiments/1/metrics_recalculation/";

test("there are no latest results before the launch, and empty ones after it", async () => {
  expect((await api("GET", `${RUNS}latest/`)).status).toBe(404);
  await api("POST", "/experiments/1/launch/");
  const { body } = await api("GET", `${RUNS}latest/`);
  expect(body).toMatchObject({ status: "completed", total_metrics: 1, failed_metrics: 0 });
  expect(body.results).toMatchObject([
    {
      status: "completed",
      result: {
        baseline: { key: "control", number_of_samples: 0 },
        variant_results: [
          { key: "test", method: "bayesian", validation_failures: ["not-enough-exposures"] },
        ],
      },
    },
  ]);
});

test("a run that was started can be polled", async () => {
  await api("POST", "/experiments/1/launch/");
  const { status, body } = await api("POST", RUNS);
  expect([status, body.is_existing]).toEqual([201, false]);
  expect((await api("GET", `${RUNS}${body.id}/`)).body).toMatchObject({
    id: body.id,
    status: "completed",
  });
});

test.each([
  [
    { kind: "HogQLQuery", query: "select 1" },
    { results: [], columns: [] },
  ],
  [{ kind: "ExperimentExposureQuery", experiment_id: 1 }, { total_exposures: {} }],
  [{ kind: "ExperimentQuery", experiment_id: 1, metric: METRIC }, { baseline: { key: "control" } }],
])("the query %j is answered as by a project without data", async (query, expected) => {
  expect(await api("POST", "/query/", { query })).toMatchObject({ status: 200, body: expected });
});

test.each([
  [{}, 400],
  [{ query: { kind: "TrendsQuery" } }, 400],
  [{ query: { kind: "ExperimentQuery", experiment_id: 9, metric: METRIC } }, 404],
])("the query body %j is answered %i", async (body, status) => {
  expect((await api("POST", "/query/", body)).status).toBe(status);
});

test("the query option is the analytics database", async () => {
  const result = { baseline: { key: "control", number_of_samples: 70, sum: 7, sum_squares: 7 } };
  const asked: unknown[] = [];
  const posthog = server({
    query: (query, project) => {
      asked.push([project, query["kind"]]);
      return query["kind"] === "ExperimentQuery" ? result : undefined;
    },
  });
  await posthog.api("POST", "/experiments/", BODY);
  await posthog.api("POST", "/experiments/1/launch/");
  const latest = await posthog.api("GET", `${RUNS}latest/`);
  expect(latest.body.results).toMatchObject([{ result }]);
  const hogql = { query: { kind: "HogQLQuery", query: "select 1" } };
  expect((await posthog.api("POST", "/query/", hogql)).body.results).toEqual([]);
  expect(asked).toEqual([
    [1, "ExperimentQuery"],
    [1, "HogQLQuery"],
  ]);
});

test("experiments are counted, and flags that could carry one are listed", async () => {
  await api("POST", "/experiments/1/launch/");
  expect((await api("GET", "/experiments/stats/")).body).toEqual({
    launched_last_30d: 1,
    launched_previous_30d: 0,
    percent_change: 0,
    active_experiments: 1,
    completed_last_30d: 0,
  });
  await api("POST", "/feature_flags/", flagBody("plain"));
  await api("POST", "/feature_flags/", flagBody("more", { multivariate: { variants: HALVES } }));
  const keys = async (query: string): Promise<string[]> =>
    (await api("GET", `/experiments/eligible_feature_flags/${query}`)).body.results.map(
      ({ key }: { key: string }) => key,
    );
  expect(await keys("")).toEqual(["more", "copy"]);
  expect(await keys("?search=MOR")).toEqual(["more"]);
});
