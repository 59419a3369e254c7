import { isRecord } from "../evaluation/record.ts";
import { experimentIn, flagOf } from "./experiment-view.ts";
import { variantsOf } from "./experiment-flag.ts";
import { invalid, notFound } from "./refusal.ts";
import type { Answer, PrivateCall, PrivateRoute } from "./route.ts";
import type { ExperimentRow, Metric } from "./state.ts";
import type { JsonRecord } from "./value.ts";

const PROJECT = "/api/projects/:project";
const RUNS = `${PROJECT}/experiments/:id/metrics_recalculation`;

/**
 * Queries and results (`posthog-api.md` 3.9, 7.1). Nothing is counted here: what the `query` option
 * of the server says is the answer, and without it every answer is that of a project without data.
 */
export const resultRoutes: readonly PrivateRoute[] = [
  { method: "POST", path: `${PROJECT}/query`, scope: "query:read", handle: runQuery },
  {
    method: "POST",
    path: RUNS,
    scope: "experiment:write",
    handle: (call) => ({ status: 201, body: { ...runOf(call, call.uuid()), is_existing: false } }),
  },
  {
    method: "GET",
    path: `${RUNS}/:run`,
    scope: "experiment:read",
    handle: (call) => ({ body: runOf(call, call.params["run"] ?? "") }),
  },
];

/** Answers a query of a project; undefined where it does not know. */
export type Query = (query: JsonRecord, projectId: number) => JsonRecord | undefined;

function runQuery(call: PrivateCall): Answer {
  const query = call.body["query"];
  if (!isRecord(query)) throw invalid("This field is required.", "query", "required");
  const answer = call.query?.(query, call.project.id) ?? emptyAnswer(call, query);
  const { uuid, now } = call;
  const cache = { is_cached: false, last_refresh: new Date(now).toISOString(), cache_key: uuid() };
  return { body: { ...cache, ...answer } };
}

function emptyAnswer(call: PrivateCall, query: JsonRecord): JsonRecord {
  const kind = query["kind"];
  if (kind === "HogQLQuery")
    return { results: [], columns: [], types: [], hogql: query["query"], hasMore: false };
  if (kind === "ExperimentQuery" && isRecord(query["metric"]))
    return noResult(call, experimentIn(call, query["experiment_id"]));
  if (kind === "ExperimentExposureQuery") {
    const { start_date, end_date } = experimentIn(call, query["experiment_id"]);
    const range = { date_from: start_date, date_to: end_date };
    return { kind, timeseries: [], total_exposures: {}, date_range: range };
  }
  throw invalid("Unsupported query kind.", "query");
}

/** The result of a metric for which nobody has been exposed. */
function noResult({ state }: PrivateCall, experiment: ExperimentRow): JsonRecord {
  const { method, baseline_variant_key } = experiment.stats_config;
  const flag = flagOf(experiment, state);
  const keys = flag === undefined ? [] : variantsOf(flag).map(({ key }) => key);
  const baseline =
    baseline_variant_key ?? keys.find((key) => key === "control") ?? keys[0] ?? "control";
  return {
    kind: "ExperimentQuery",
    baseline: nothing(baseline),
    variant_results: keys
      .filter((key) => key !== baseline)
      .map((key) => ({ ...nothing(key), method })),
  };
}

function nothing(key: unknown): JsonRecord {
  const validation_failures = ["not-enough-exposures"];
  return { key, number_of_samples: 0, sum: 0, sum_squares: 0, validation_failures };
}

/** The results of every metric. A run ends when it starts; `latest` is there once one could be. */
function runOf(call: PrivateCall, run: string): JsonRecord {
  const experiment = experimentIn(call, call.params["id"]);
  const metrics = [...experiment.metrics, ...experiment.metrics_secondary];
  const isThere = experiment.start_date !== null && metrics.length > 0;
  if (run === "latest" && !isThere) throw notFound();
  const moment = new Date(call.now).toISOString();
  return {
    id: run === "latest" ? call.uuid() : run,
    status: "completed",
    created_at: moment,
    completed_at: moment,
    query_to: moment,
    result_source: "recalculation",
    total_metrics: metrics.length,
    completed_metrics: metrics.length,
    failed_metrics: 0,
    rows_read: 0,
    estimated_rows_total: 0,
    metric_errors: {},
    metric_retries: {},
    results: metrics.map((metric) => resultOf(call, experiment, metric)),
  };
}

function resultOf(call: PrivateCall, experiment: ExperimentRow, metric: Metric): JsonRecord {
  const query = { kind: "ExperimentQuery", experiment_id: experiment.id, metric };
  const result = call.query?.(query, call.project.id) ?? noResult(call, experiment);
  return { metric_uuid: metric.uuid, status: "completed", result, error_message: null };
}
