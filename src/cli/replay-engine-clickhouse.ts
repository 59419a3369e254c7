import { parseAccess } from "../clickhouse/access.ts";
import { openClickHouse } from "../clickhouse/engine.ts";
import type { Progress } from "../clickhouse/progress.ts";
import { openSource } from "../clickhouse/source.ts";
import { parseTable } from "../clickhouse/table.ts";
import { OpsError } from "../errors.ts";
import type { ReachEngine } from "./replay-engines.ts";
import { withCommas } from "./with-commas.ts";

/** A ClickHouse server, by `--url` or CLICKHOUSE_URL, and the rows of `--table`. */
export const reachClickHouse: ReachEngine = async (given, { host, signal, debug }, follow) => {
  if (given.table === undefined)
    throw missing("--table", "Name the table of events, such as --table analytics.events");
  const table = parseTable(given.table);
  const url = given.url ?? host.env["CLICKHOUSE_URL"];
  if (url === undefined || url === "")
    throw missing(
      "--url",
      "Name the server, such as --url http://localhost:8123, or set CLICKHOUSE_URL",
    );
  const engine = await openClickHouse(parseAccess(url, host.env), {
    signal,
    debug,
    ...(follow && { progress: (progress) => follow(inWords(progress)) }),
  });
  return { engine, source: await openSource(table, engine) };
};

function missing(argument: string, hint: string): OpsError {
  return new OpsError("usage", `Cannot run this command: ${argument} is missing`, { hint });
}

/** How far ClickHouse is, such as `query 3, 12,000,000 of 40,000,000 rows, 1.2 GB read …`. */
export function inWords({ query, rows, totalRows, bytes }: Progress): string {
  const of = totalRows > rows ? ` of ${withCommas(totalRows)}` : "";
  return `query ${query}, ${withCommas(rows)}${of} rows, ${(bytes / 1e9).toFixed(1)} GB read …`;
}
