import { add, type Tally } from "../metrics/tally.ts";
import { keyed, mergePeople } from "../privacy/release/contributors.ts";
import { cellOf, totalOf } from "../privacy/release/release.ts";
import type { Counted } from "../replay/result.ts";
import { type Counting, countedEventsOf, createCells } from "./cells.ts";
import { type Engine, rowsOfAll } from "./engine.ts";
import { textHash } from "./hashes.ts";
import { asList, asNumber } from "./row.ts";
import { text } from "./sql.ts";

/**
 * Counts plain events by what the counters of their names read: one event stands for all that say
 * the same there. Of the people of each only so many hashes come back as a release asks for.
 */
export async function countEvents(
  counting: Counting,
  engine: Engine,
): Promise<Pick<Counted, "counters" | "people">> {
  const counters: Tally = new Map();
  const people = new Map<string, Set<number>>();
  const { minCount } = counting;
  const cellsOf = createCells(counting);
  const queries = countedEventsOf(counting).map(
    (
      events,
    ) => `SELECT name, said, count() AS times, groupUniqArray(${minCount})(${markOf(counting)}) AS marks
  FROM ${events} GROUP BY name, said`,
  );
  for await (const [name, said, times, marks] of rowsOfAll(engine, queries)) {
    const hashes = asList(marks).map(asNumber);
    for (const { signal, bucket } of cellsOf(name, said)) {
      add(counters, signal, bucket, asNumber(times));
      for (const cell of [cellOf(signal, bucket), totalOf(signal)]) {
        const held = people.get(cell) ?? new Set<number>();
        if (held.size < minCount) for (const hash of hashes) held.add(hash);
        people.set(cell, held);
      }
    }
  }
  return { counters, people: mergePeople([people], minCount) };
}

/** As `createContributors` marks people. */
const markOf = ({ runKey }: Counting): string =>
  textHash(`concat(${text(keyed(runKey, ""))}, who)`);
