import { addAbortSignal, type Readable } from "node:stream";
import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { OpsError } from "../errors.ts";
import type { Access } from "./access.ts";
import { lost, toFault } from "./fault.ts";
import { rowsOf } from "./rows.ts";

/** A query besides its text. */
export interface Asked {
  /** By which the server knows it. */
  readonly id: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Ends it, here and at the server. */
  readonly signal: AbortSignal;
}

/** Asks, and gives the rows as they come. Throws `unauthorized`, `usage` and `unavailable`. */
export type Ask = (sql: string, asked: Asked) => AsyncIterable<readonly unknown[]>;

/** Longer than any query: the session's own deadline ends what takes too long. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

/** Room for a line of progress every 25 seconds, for more than a day. */
const MAX_HEADER_BYTES = 2 ** 20;

/**
 * A server, on a new connection for each query: one that is kept would be closed by the server while
 * a long answer is judged.
 */
export function connect(access: Access): Ask {
  const { origin } = access;
  const post = poster(access);
  return async function* ask(sql, asked) {
    const answer = await post(sql, asked);
    try {
      yield* rowsOf(answer, origin);
    } catch (error) {
      asked.signal.throwIfAborted();
      throw error instanceof OpsError ? error : lost(origin);
    } finally {
      answer.destroy();
    }
  };
}

/** What a query answers, as bytes that end early when its signal says so. */
function poster({
  origin,
  user,
  password,
  database,
}: Access): (sql: string, asked: Asked) => Promise<Readable> {
  const client = createClient({
    url: origin,
    username: user,
    password,
    ...(database !== undefined && { database }),
    request_timeout: NO_TIMEOUT_MS,
    max_response_headers_size: MAX_HEADER_BYTES,
    keep_alive: { enabled: false },
    // The client's own log quotes queries.
    log: { level: ClickHouseLogLevel.OFF },
  });
  const exec = async (sql: string, { id, settings, signal }: Asked) => {
    signal.throwIfAborted();
    try {
      return await client.exec({
        query: `${sql}\nFORMAT JSONCompactEachRow`,
        query_id: id,
        // With the end awaited, whatever fails is told by the status, and never within the rows.
        clickhouse_settings: { ...settings, wait_end_of_query: 1 },
        http_headers: { "Accept-Encoding": "gzip" },
        abort_signal: signal,
        ignore_error_response: true,
      });
    } catch {
      signal.throwIfAborted();
      throw lost(origin);
    }
  };
  return async (sql, asked) => {
    const { http_status_code: status = 0, response_headers, stream } = await exec(sql, asked);
    const code = response_headers["x-clickhouse-exception-code"];
    if (status >= 200 && status < 300 && code === undefined)
      return addAbortSignal(asked.signal, stream);
    // The server's own words quote the query and values: nobody reads them.
    stream.destroy();
    throw toFault(code?.toString(), status, origin);
  };
}
