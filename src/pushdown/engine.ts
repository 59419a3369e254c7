/** A database that answers SQL where the events lie. */
export interface Engine {
  /**
   * The rows of an answer, as they come; each is a list of JSON values in the order of the columns.
   * Throws an `OpsError` where the engine cannot be reached, refuses or fails.
   */
  readonly rows: (sql: string) => AsyncIterable<readonly unknown[]>;
}

/** Captured lines that an engine holds or can read. */
export interface Source {
  /** As a report shows it. */
  readonly path: string;
  /**
   * What stands behind FROM: a table or a subquery with the columns `text`, one captured line, and
   * `line`, its number from one. Where lines have no order, `line` is 0 in all of them.
   */
  readonly from: string;
  readonly isOrdered: boolean;
}

/** The rows of several answers, one after the other: what is too long for one query comes in parts. */
export async function* rowsOfAll(
  engine: Engine,
  queries: readonly string[],
): AsyncGenerator<readonly unknown[]> {
  for (const query of queries) yield* engine.rows(query);
}
