import { DuckDBInstance } from "@duckdb/node-api";
import { query } from "chdb";

/** An engine in this process: SQL in, rows out. */
export interface Engine {
  readonly name: string;
  readonly rows: (sql: string) => Promise<unknown[][]>;
  /** A list of texts and nulls as a table of these columns. */
  readonly table: (
    columns: readonly string[],
    rows: readonly (readonly (string | null)[])[],
  ) => string;
  /** The numbers below a count, in a column of that name. */
  readonly numbers: (count: number) => string;
}

const clickhouse: Engine = {
  name: "clickhouse",
  rows: async (sql) =>
    query(sql, "JSONCompactEachRow")
      .split("\n")
      .filter((line) => line !== "")
      .map((line): unknown[] => JSON.parse(line)),
  table: (columns, rows) =>
    `values('${columns.map((column) => `${column} Nullable(String)`).join(", ")}', ${tuples(rows, String.raw`\'`)})`,
  numbers: (count) => `(SELECT number AS n FROM numbers(${count}))`,
};

const database = await (await DuckDBInstance.create(":memory:")).connect();

const duckdb: Engine = {
  name: "duckdb",
  rows: async (sql) => (await database.runAndReadAll(sql)).getRows(),
  table: (columns, rows) => `(VALUES ${tuples(rows, "''")}) AS rows(${columns.join(", ")})`,
  numbers: (count) => `(SELECT range AS n FROM range(${count}))`,
};

function tuples(rows: readonly (readonly (string | null)[])[], quote: string): string {
  const backslash = quote === "''" ? "\\" : String.raw`\\`;
  const literal = (value: string | null): string =>
    value === null ? "NULL" : `'${value.replaceAll("\\", backslash).replaceAll("'", quote)}'`;
  return rows.map((row) => `(${row.map(literal).join(", ")})`).join(", ");
}

export const engines: readonly Engine[] = [clickhouse, duckdb];
