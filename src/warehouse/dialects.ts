import type { Dialect } from "./dialect.ts";
import { clickhouse } from "./dialects/clickhouse.ts";
import { duckdb } from "./dialects/duckdb.ts";

/** The engines that assignments are written for, by the name a person gives. */
export const dialects: ReadonlyMap<string, Dialect> = new Map([
  ["clickhouse", clickhouse],
  ["duckdb", duckdb],
]);
