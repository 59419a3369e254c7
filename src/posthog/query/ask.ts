import { OpsError } from "../../errors.ts";
import { isRecord } from "../../evaluation/record.ts";
import { type Client, createClient, pause, type Transport } from "../client.ts";
import { deadline } from "../deadline.ts";
import { strange } from "../dto.ts";
import { appHost } from "../hosts.ts";
import type { ProjectAccess } from "../project.ts";
import type { HogQl } from "./hogql.ts";

/** What a query answers, in the order of its columns. */
export type Rows = readonly (readonly unknown[])[];

/** Asks one project's events. */
export type Ask = (hogql: HogQl) => Promise<Rows>;

/** How long to wait before a running query is asked about, at first and in the end. */
const WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;

/** Whoever interrupts does not wait longer for PostHog to hear of it. */
const CANCEL_MS = 5_000;

/**
 * Asks by `posthog-api.md` 7.1, asynchronously: a query may take longer than a connection lives. One
 * that nobody waits for any more is cancelled. Throws as the client does; what PostHog says about a
 * failed query may quote what events hold, so none of it is repeated.
 */
export function asking(access: ProjectAccess, transport: Transport): Ask {
  const { personalKey: key, project } = access;
  const host = appHost(access.host);
  const client = createClient({ host, key }, transport);
  const path = `/api/projects/${project}/query/`;
  return async ({ query, values }) => {
    const id = crypto.randomUUID();
    try {
      const started = await client.request({
        method: "POST",
        path,
        reads: true,
        body: {
          query: { kind: "HogQLQuery", query, values },
          client_query_id: id,
          refresh: "force_async",
          name: "assay replay",
        },
      });
      return await completed(started, { client, path: `${path}${id}/`, transport });
    } catch (error) {
      const failure = toQueryError(error);
      if (mayStillRun(failure)) await cancel({ host, key }, `${path}${id}/`, transport);
      throw failure;
    }
  };
}

/** Waits until a query that was started has its answer. */
async function completed(
  started: unknown,
  { client, path, transport }: Readonly<{ client: Client; path: string; transport: Transport }>,
): Promise<Rows> {
  let body = started;
  for (let wait = WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    const status = isRecord(body) ? body["query_status"] : undefined;
    // A server that had the answer at once says it at once.
    if (!isRecord(status)) return toRows(body, client.host);
    if (status["error"] === true) throw failed();
    if (status["complete"] === true) return toRows(status["results"], client.host);
    await pause(wait, transport);
    body = await client.request({ method: "GET", path });
  }
}

function toRows(body: unknown, host: string): Rows {
  const rows: unknown = isRecord(body) ? body["results"] : undefined;
  if (!Array.isArray(rows) || !rows.every((row) => Array.isArray(row))) throw strange(host);
  return rows;
}

async function cancel(
  { host, key }: Readonly<{ host: string; key: string }>,
  path: string,
  transport: Transport,
): Promise<void> {
  const patience = deadline(CANCEL_MS);
  const client = createClient({ host, key }, { ...transport, signal: patience.signal });
  try {
    await client.request({ method: "DELETE", path });
  } catch {
    // It ends by itself when its time is over, and what went wrong before is what counts.
  } finally {
    patience.release();
  }
}

/** What to do about a question that is too large. */
export const SHORTER =
  "Shorten the window with --since and --until, or replay an export from files";

const mayStillRun = (error: unknown): boolean =>
  error instanceof OpsError && ["interrupted", "unavailable"].includes(error.kind);

function toQueryError(error: unknown): unknown {
  if (!(error instanceof OpsError)) return error;
  if (error.kind === "refused") return failed();
  if (error.kind === "conflict")
    return new OpsError("unavailable", "Cannot read what PostHog answered: it was dropped", {
      hint: "Try again; PostHog keeps an answer for some minutes",
    });
  return error;
}

function failed(): OpsError {
  return new OpsError("refused", "Cannot ask PostHog's events: it could not carry a query out", {
    hint: SHORTER,
  });
}
