import { randomUUID } from "node:crypto";
import { addAbortSignal } from "node:stream";
import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { OpsError } from "../errors.ts";
import type { Engine } from "../pushdown/engine.ts";
import type { Access } from "./access.ts";
import { lost, toFault } from "./fault.ts";
import { follow, type Progress } from "./progress.ts";
import { rowsOf } from "./rows.ts";
import { SETTINGS_SQL, settingsToSend } from "./settings.ts";

/** A server that is asked over HTTP. */
export interface ClickHouse extends Engine {
  /** Lets go of the connections. */
  readonly close: () => Promise<void>;
}

/** What asking borrows from the process. */
export interface Desk {
  /** Ends every query, here and at the server. */
  readonly signal: AbortSignal;
  /** Hears of each answer; never of a value, a query or a password. */
  readonly debug: (text: string) => void;
  /** Hears how far a query is, about once a second; without it nobody asks. */
  readonly progress?: (progress: Progress) => void;
}

/** Longer than any query: the session's own deadline ends what takes too long. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

/** Room for a line of progress every 25 seconds, for more than a day. */
const MAX_HEADER_BYTES = 2 ** 20;

/**
 * Logs in, and asks for the settings that the answers depend on.
 * Throws `unauthorized`, `usage` and `unavailable`.
 */
export async function openClickHouse(access: Access, desk: Desk): Promise<ClickHouse> {
  const { origin, settings: given } = access;
  const connection = connect(access);
  let queries = 0;

  /** @param settings beside those of the URL */
  function asking(settings: Readonly<Record<string, string>>): Engine["rows"] {
    const all = { ...given, ...settings };
    const ask = async function* (sql: string, id: string, signal: AbortSignal) {
      const answer = await connection.open(sql, { id, settings: all, signal });
      try {
        yield* rowsOf(answer, origin);
      } catch (error) {
        signal.throwIfAborted();
        throw error instanceof OpsError ? error : lost(origin);
      } finally {
        answer.destroy();
      }
    };
    return async function* (sql) {
      const id = randomUUID();
      const query = (queries += 1);
      const over = new AbortController();
      const ended = AbortSignal.any([desk.signal, over.signal]);
      const { progress } = desk;
      const following =
        progress &&
        follow(id, {
          ask: (question) => ask(question, randomUUID(), ended),
          heard: (seen) => progress({ query, ...seen }),
          signal: ended,
        });
      try {
        yield* ask(sql, id, desk.signal);
        desk.debug(`ClickHouse answered query ${query}`);
      } finally {
        over.abort();
        await following;
      }
    };
  }

  try {
    const settings: (readonly unknown[])[] = [];
    for await (const row of asking({})(SETTINGS_SQL)) settings.push(row);
    return { rows: asking(settingsToSend(settings, given)), close: connection.close };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** The connections to a server. Its own words about a failure are never read. */
function connect({ origin, user, password, database }: Access) {
  const client = createClient({
    url: origin,
    username: user,
    password,
    ...(database !== undefined && { database }),
    request_timeout: NO_TIMEOUT_MS,
    max_response_headers_size: MAX_HEADER_BYTES,
    // The client's own log quotes queries.
    log: { level: ClickHouseLogLevel.OFF },
  });
  async function post(sql: string, { id, settings, signal }: Asked) {
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
  }
  return {
    /** The bytes of an answer, which end early when the signal says so. */
    open: async (sql: string, asked: Asked) => {
      const { http_status_code: status = 0, response_headers, stream } = await post(sql, asked);
      const code = response_headers["x-clickhouse-exception-code"];
      if (status >= 200 && status < 300 && code === undefined)
        return addAbortSignal(asked.signal, stream);
      stream.destroy();
      throw toFault(code?.toString(), status, origin);
    },
    close: async () => client.close(),
  };
}

interface Asked {
  readonly id: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}
