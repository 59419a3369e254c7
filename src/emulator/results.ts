import { noResult } from "./empty-result.ts";
import { experimentIn } from "./experiment-view.ts";
import { notFound } from "./refusal.ts";
import type { PrivateCall, PrivateRoute } from "./route.ts";
import type { ExperimentRow, Metric } from "./state.ts";
import type { JsonRecord } from "./value.ts";

const RUNS = "/api/projects/:project/experiments/:id/metrics_recalculation";

/** Results of experiments (`posthog-api.md` 3.9), counted by the `query` option of the server. */
export const resultRoutes: readonly PrivateRoute[] = [
  {
    method: "POST",
    path: RUNS,
    scope: "experiment:write",
    handle: async (call) => ({
      status: 201,
      body: { ...(await runOf(call, call.uuid())), is_existing: false },
    }),
  },
  {
    method: "GET",
    path: `${RUNS}/:run`,
    scope: "experiment:read",
    handle: async (call) => ({ body: await runOf(call, call.params["run"] ?? "") }),
  },
];

/** The results of every metric. A run ends when it starts; `latest` is there once one could be. */
async function runOf(call: PrivateCall, run: string): Promise<JsonRecord> {
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
    results: await Promise.all(metrics.map(async (metric) => resultOf(call, experiment, metric))),
  };
}

async function resultOf(
  call: PrivateCall,
  experiment: ExperimentRow,
  metric: Metric,
): Promise<JsonRecord> {
  const query = { kind: "ExperimentQuery", experiment_id: experiment.id, metric };
  const { signal } = new AbortController();
  const result = (await call.query?.(query, call.project.id, signal)) ?? noResult(call, experiment);
  return { metric_uuid: metric.uuid, status: "completed", result, error_message: null };
}
