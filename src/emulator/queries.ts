import { isRecord } from "../evaluation/record.ts";
import { noResult } from "./empty-result.ts";
import { experimentIn } from "./experiment-view.ts";
import { invalid, notFound } from "./refusal.ts";
import type { Answer, PrivateCall, PrivateRoute } from "./route.ts";
import type { QueryStatus } from "./running-queries.ts";
import type { JsonRecord } from "./value.ts";

const QUERIES = "/api/projects/:project/query";

/**
 * Queries (`posthog-api.md` 7.1). Nothing is counted here: what the `query` option of the server says
 * is the answer, and without it every answer is that of a project without data.
 */
export const queryRoutes: readonly PrivateRoute[] = [
  { method: "POST", path: QUERIES, scope: "query:read", handle: runQuery },
  { method: "GET", path: `${QUERIES}/:id`, scope: "query:read", handle: statusOf },
  { method: "DELETE", path: `${QUERIES}/:id`, scope: "query:read", handle: cancel },
];

/**
 * Answers a query of a project; undefined where it does not know. An `error` in the answer is the
 * client's to read. The signal aborts when the client cancels.
 */
export type Query = (
  query: JsonRecord,
  projectId: number,
  signal: AbortSignal,
) => JsonRecord | undefined | Promise<JsonRecord | undefined>;

/** Ways of asking that do not wait for the answer. */
const ASYNCHRONOUS: ReadonlySet<unknown> = new Set(["async", "lazy_async", "force_async"]);

async function runQuery(call: PrivateCall): Promise<Answer> {
  const { query, refresh, client_query_id: id } = call.body;
  if (!isRecord(query)) throw invalid("This field is required.", "query", "required");
  const work = async (signal: AbortSignal): Promise<JsonRecord> => answerOf(call, query, signal);
  if (ASYNCHRONOUS.has(refresh) || call.body["async"] === true) {
    const place = {
      id: typeof id === "string" ? id : call.uuid().replaceAll("-", ""),
      projectId: call.project.id,
    };
    const known = refresh === "force_async" ? undefined : call.running.status(place);
    return told(known ?? call.running.start(place, work));
  }
  const answer = await work(new AbortController().signal);
  if (typeof answer["error"] === "string") throw invalid(answer["error"]);
  return { body: answer };
}

function statusOf({ running, params, project }: PrivateCall): Answer {
  const id = params["id"] ?? "";
  const status = running.status({ id, projectId: project.id });
  if (status === undefined) throw notFound(`Query ${id} not found for team ${project.id}`);
  return told(status);
}

function cancel({ running, params, project }: PrivateCall): Answer {
  running.cancel({ id: params["id"] ?? "", projectId: project.id });
  return { body: { message: "Query cancelled" } };
}

/** A failed query is a failed request; one that somebody else must look into says nothing. */
function told(query_status: QueryStatus): Answer {
  const body = { query_status };
  if (query_status.error) return { status: query_status.error_message === null ? 500 : 400, body };
  return { status: query_status.complete ? 200 : 202, body };
}

async function answerOf(
  call: PrivateCall,
  query: JsonRecord,
  signal: AbortSignal,
): Promise<JsonRecord> {
  const { uuid, now } = call;
  const answer = (await call.query?.(query, call.project.id, signal)) ?? emptyAnswer(call, query);
  const cache = { is_cached: false, last_refresh: new Date(now).toISOString(), cache_key: uuid() };
  return { ...cache, ...answer };
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
