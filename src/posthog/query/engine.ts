import { OpsError } from "../../errors.ts";
import { type Ask, type Rows, SHORTER } from "./ask.ts";
import { toHogQl } from "./hogql.ts";
import { columnsOf, limitOf } from "./select.ts";

/** How much may be asked of PostHog in one run. */
export interface Budget {
  /** Rows that come back, over all queries. */
  readonly rows: number;
  readonly queries: number;
}

/** What was asked so far. */
export interface Spent {
  readonly rows: number;
  readonly queries: number;
}

/** PostHog's events as an engine. */
export interface QueryEngine {
  /**
   * The rows of an answer. A query with a limit is asked once and keeps its order. Without one it is
   * asked in pages, in no order: then its columns are bare names or have one by AS.
   */
  readonly rows: (sql: string) => AsyncIterable<readonly unknown[]>;
}

/** PostHog answers no more rows at once, whatever the limit says (`posthog-api.md` 7.1). */
const MOST_ROWS = 50_000;

/** Fewer would be asked for too often. */
const LEAST_ROWS = 100;

/** What the first page holds, before anybody knows how long its rows are. */
const FIRST_PAGE_ROWS = 2_000;

/** How much a page should be, as text: well below what is read of one answer. */
const PAGE_CHARACTERS = 16 * 1024 * 1024;

/**
 * An engine that takes ClickHouse's SQL and asks PostHog's query API.
 *
 * A query without a limit goes by a hash of its rows: a page holds the smallest hashes, and the next
 * one starts with the hash that the page ended in. Rows of that hash are taken from the next page
 * only, so none is lost and none comes twice; equal rows stay as many as they are.
 *
 * @param onSpent is told after every query
 */
export function queryEngine(
  ask: Ask,
  budget: Budget,
  onSpent: (spent: Spent) => void = () => undefined,
): QueryEngine {
  const rowsOf = spending(ask, budget, onSpent);
  return {
    rows: async function* rows(sql) {
      const limited = limitOf(sql);
      if (limited === undefined) yield* pages(sql, rowsOf);
      else yield* await rowsOf(limited.sql, limited.rows);
    },
  };
}

/** Asks for so many rows, or for as many as the budget has left. */
type RowsOf = (sql: string, limit: number) => Promise<Rows>;

function spending(ask: Ask, budget: Budget, onSpent: (spent: Spent) => void): RowsOf {
  const spent = { rows: 0, queries: 0 };
  return async (sql, limit) => {
    const asked = Math.min(limit, MOST_ROWS, budget.rows - spent.rows);
    if (asked <= 0 || spent.queries >= budget.queries) throw overdrawn(budget, spent);
    const rows = await ask(toHogQl(`${sql} LIMIT ${asked}`));
    spent.queries += 1;
    spent.rows += rows.length;
    onSpent({ ...spent });
    // Of rows that were not asked for nobody knows that there are none.
    if (asked < limit && rows.length >= asked)
      throw asked === MOST_ROWS ? tooMany() : overdrawn(budget, spent);
    return rows;
  };
}

async function* pages(sql: string, rowsOf: RowsOf): AsyncGenerator<readonly unknown[]> {
  const columns = columnsOf(sql);
  let size = FIRST_PAGE_ROWS;
  let from: string | undefined;
  while (true) {
    const rows = await rowsOf(pageOf(sql, columns, from), size);
    const isLast = rows.length < size;
    const last = String(rows.at(-1)?.at(-1));
    for (const row of rows) if (isLast || row.at(-1) !== last) yield row.slice(0, -1);
    if (isLast) return;
    // A page of one hash alone goes on only where more of it fits.
    const isStuck = rows.at(0)?.at(-1) === last;
    if (isStuck && size === MOST_ROWS) throw endless();
    size = isStuck ? MOST_ROWS : nextSize(rows);
    from = last;
  }
}

/** One page of a query, with the hash of each row as one more column. */
function pageOf(sql: string, columns: readonly string[], from: string | undefined): string {
  const names = columns.join(", ");
  const hash = `toString(cityHash64(toJSONString(tuple(${names}))))`;
  const start = from === undefined ? "" : ` WHERE row_hash >= '${from}'`;
  return `SELECT ${names}, row_hash FROM (SELECT ${names}, ${hash} AS row_hash FROM (${sql}))${start} ORDER BY row_hash`;
}

/** As many rows as fit a page, by the length of these. */
function nextSize(rows: Rows): number {
  const characters = rows.reduce((sum, row) => sum + JSON.stringify(row).length, 0);
  const mean = characters / rows.length;
  return Math.max(LEAST_ROWS, Math.min(MOST_ROWS, Math.floor(PAGE_CHARACTERS / mean)));
}

function overdrawn(budget: Budget, spent: Spent): OpsError {
  const isQueries = spent.queries >= budget.queries;
  const what = isQueries ? `queries (${budget.queries})` : `rows (${budget.rows})`;
  return new OpsError("refused", `Cannot go on asking PostHog: the budget of ${what} is spent`, {
    hint: "Shorten the window with --since and --until, or give more with --budget ROWS",
  });
}

function tooMany(): OpsError {
  return new OpsError("refused", "Cannot ask PostHog for more than 50,000 rows in their order", {
    hint: SHORTER,
  });
}

function endless(): OpsError {
  return new OpsError("refused", "Cannot go on asking PostHog: too many of its rows are the same", {
    hint: SHORTER,
  });
}
