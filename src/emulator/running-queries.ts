import { Refusal } from "./refusal.ts";
import type { JsonRecord } from "./value.ts";

/** What a client is told of a query that it does not wait for (`posthog-api.md` 7.1). */
export interface QueryStatus {
  readonly id: string;
  readonly team_id: number;
  readonly query_async: true;
  readonly complete: boolean;
  readonly error: boolean;
  readonly error_message: string | null;
  readonly results: JsonRecord | null;
  readonly start_time: string;
  readonly end_time: string | null;
  readonly expiration_time: string | null;
}

/** The queries that run and those that ended lately. No saved state keeps them, as PostHog's keeps none. */
export interface RunningQueries {
  /** Starts a query. What it refuses or answers as `error` is told to the client, no other throw. */
  readonly start: (
    place: QueryPlace,
    work: (signal: AbortSignal) => JsonRecord | Promise<JsonRecord>,
  ) => QueryStatus;
  readonly status: (place: QueryPlace) => QueryStatus | undefined;
  /** Stops a query and forgets it. */
  readonly cancel: (place: QueryPlace) => void;
}

/** A query's id counts within its project. */
export interface QueryPlace {
  readonly id: string;
  readonly projectId: number;
}

/** So long PostHog keeps what a query answered. */
const KEPT_MS = 10 * 60_000;

const keyOf = ({ id, projectId }: QueryPlace): string => `${projectId}/${id}`;
const time = (ms: number): string => new Date(ms).toISOString();

export function runningQueries(now: () => number): RunningQueries {
  const held = new Map<string, { status: QueryStatus; readonly stop: AbortController }>();
  return {
    start: (place, work) => {
      const query = { status: started(place, time(now())), stop: new AbortController() };
      held.set(keyOf(place), query);
      const end = (outcome: Partial<QueryStatus>): void => {
        const [end_time, expiration_time] = [time(now()), time(now() + KEPT_MS)];
        query.status = { ...query.status, complete: true, ...outcome, end_time, expiration_time };
      };
      const run = async (): Promise<JsonRecord> => work(query.stop.signal);
      run().then(
        (results) =>
          typeof results["error"] === "string"
            ? end({ error: true, error_message: results["error"] })
            : end({ results }),
        (reason: unknown) =>
          end({ error: true, error_message: reason instanceof Refusal ? reason.message : null }),
      );
      return query.status;
    },
    status: (place) => {
      const { status } = held.get(keyOf(place)) ?? {};
      const isOver = Date.parse(status?.expiration_time ?? "") <= now();
      if (isOver) held.delete(keyOf(place));
      return isOver ? undefined : status;
    },
    cancel: (place) => {
      held.get(keyOf(place))?.stop.abort();
      held.delete(keyOf(place));
    },
  };
}

function started({ id, projectId }: QueryPlace, start_time: string): QueryStatus {
  return {
    id,
    team_id: projectId,
    query_async: true,
    complete: false,
    error: false,
    error_message: null,
    results: null,
    start_time,
    end_time: null,
    expiration_time: null,
  };
}
