import type { Engine } from "./engine.ts";
import type { Known } from "./events.ts";
import { linesOf } from "./lines.ts";
import type { Named } from "./names.ts";
import type { Pulled } from "./odd.ts";
import { asNumber } from "./row.ts";

/** The counters of a log's reader (seed-systems 4.3, L4 to L8), of which some were counted by SQL. */
export async function readerCounters(
  { source }: Known,
  engine: Engine,
  { all, single }: Named,
  { counters }: Pulled,
): Promise<ReadonlyMap<string, number>> {
  const counted = new Map(counters);
  const add = (name: string, times: number): void =>
    void counted.set(name, (counted.get(name) ?? 0) + times);
  const query = `SELECT countIf(isBlank) AS blank, countIf(isBatch) AS batches FROM ${linesOf(source)}`;
  for await (const row of engine.rows(query)) {
    const blank = asNumber(row[0]);
    const batches = asNumber(row[1]);
    add("lines", blank + batches + single);
    add("blank", blank);
    add("batchLines", batches);
    add("singleLines", single);
    add("events", all);
  }
  return counted;
}
