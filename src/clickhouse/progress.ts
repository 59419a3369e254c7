import { setTimeout as delay } from "node:timers/promises";

/** How far a query is. */
export interface Progress {
  /** Which of the run, from one. */
  readonly query: number;
  readonly rows: number;
  /** As the server expects; 0 where it cannot tell. */
  readonly totalRows: number;
  readonly bytes: number;
}

/** How often a running query is asked about. */
const EVERY_MS = 1_000;

/**
 * Tells how far a query is, until it is told to stop or the server cannot say: another one of a
 * cluster may be asked. A client sees the server's own headers of progress only once all are there.
 *
 * @param id of the query: our own
 */
export async function follow(
  id: string,
  {
    ask,
    heard,
    signal,
  }: {
    readonly ask: (sql: string) => AsyncIterable<readonly unknown[]>;
    readonly heard: (progress: Omit<Progress, "query">) => void;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const sql = `SELECT toFloat64(read_rows), toFloat64(total_rows_approx), toFloat64(read_bytes) FROM system.processes WHERE query_id = '${id}'`;
  try {
    while (!signal.aborted) {
      await delay(EVERY_MS, undefined, { signal });
      for await (const [rows, totalRows, bytes] of ask(sql))
        heard({ rows: Number(rows), totalRows: Number(totalRows), bytes: Number(bytes) });
    }
  } catch {
    // How far a query is, is worth no failure.
  }
}
