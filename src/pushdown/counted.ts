import type { Event } from "../event/event.ts";
import { type Counter, countersByEvent } from "../metrics/aggregator.ts";
import type { Metrics, Signal } from "../metrics/signal.ts";
import { add, type Tally } from "../metrics/tally.ts";
import { keyed, mergePeople } from "../privacy/release/contributors.ts";
import { cellOf, totalOf } from "../privacy/release/release.ts";
import { pathOf, readsOf } from "../replay/proof/mapping.ts";
import { isFeature } from "../replay/features.ts";
import { put } from "../replay/meaning.ts";
import type { Counted } from "../replay/result.ts";
import type { Engine } from "./engine.ts";
import { eventsOf, type Known } from "./events.ts";
import { textHash } from "./hashes.ts";
import { POSITION, type Switches } from "./odd.ts";
import { asList, asNumber, asText } from "./row.ts";
import { list, some, text } from "./sql.ts";

/** What counters read, and of whom. */
export interface Counting extends Known {
  readonly signals: readonly Signal[];
  readonly period: Metrics["period"];
  readonly switches: Switches;
  readonly minCount: number;
  /** Of this run alone: what hashes people by. */
  readonly runKey: string;
}

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
  for (const { name, paths, cellsOf } of readingsOf(counting)) {
    const query = `SELECT ${columns(paths)}, count() AS times,
      groupUniqArray(${counting.minCount})(${markOf(counting)}) AS marks
    FROM ${eventsOf(counting)} WHERE isPlain AND name = ${text(name)} AND (${given(counting)})
    GROUP BY said`;
    for await (const [said, times, marks] of engine.rows(query)) {
      const hashes = asList(marks).map(asNumber);
      for (const { signal, bucket } of cellsOf(asList(said))) {
        add(counters, signal, bucket, asNumber(times));
        for (const cell of [cellOf(signal, bucket), totalOf(signal)]) {
          const held = people.get(cell) ?? new Set<number>();
          if (held.size < counting.minCount) for (const hash of hashes) held.add(hash);
          people.set(cell, held);
        }
      }
    }
  }
  return { counters, people: mergePeople([people], counting.minCount) };
}

/** One event's name, what its counters read, and the cells in which such an event counts. */
export interface Read {
  readonly name: string;
  readonly paths: readonly (readonly string[])[];
  readonly cellsOf: (said: readonly unknown[]) => readonly Cell[];
}

export interface Cell {
  readonly signal: string;
  readonly bucket: string;
}

export function readingsOf({ signals }: Counting): readonly Read[] {
  return [...countersByEvent(signals, "capture")].map(([name, counters]) => {
    const own = signals.filter(({ on }) => on === name);
    const asked = own.flatMap((signal) => readsOf(signal).map(([path]) => path));
    const paths = [...new Set(asked)].map((path) => pathOf(path, "capture"));
    return { name, paths, cellsOf: (said) => cellsIn(counters, bodyOf(paths, said)) };
  });
}

function cellsIn(counters: readonly Counter[], body: Event["body"]): readonly Cell[] {
  return counters.flatMap(({ name: signal, bucketOf }) => {
    const bucket = bucketOf(body);
    return bucket === undefined ? [] : [{ signal, bucket }];
  });
}

function bodyOf(paths: readonly (readonly string[])[], said: readonly unknown[]): Event["body"] {
  const body: Record<string, unknown> = {};
  for (const [at, path] of paths.entries()) {
    const raw = asText(said[at]);
    if (raw !== "") put(body, path, JSON.parse(raw));
  }
  return body;
}

/** The JSON texts that stand at some paths, empty where nothing does. */
export const columns = (paths: readonly (readonly string[])[]): string => {
  // A flag's value is no object in a plain event, so that nothing stands inside it.
  const raws = paths.map((path) =>
    path.slice(0, -1).some(isFeature)
      ? "''"
      : `arrayElement(places.2, indexOf(places.1, ${text(path.join("."))}))`,
  );
  return `${raws.length === 0 ? list([]) : `[${raws.join(", ")}]`} AS said`;
};

/** As `createContributors` marks people. */
const markOf = ({ runKey }: Counting): string =>
  textHash(`concat(${text(keyed(runKey, ""))}, who)`);

/** Whether there was consent when an event came. */
export function given({ switches, consentOn }: Counting): string {
  if (consentOn === undefined) return "1";
  const spans = switches.flatMap(({ at, given: isGiven }, index) => {
    const end = switches[index + 1]?.at;
    const isBefore = end === undefined ? [] : [`${POSITION} < ${end}`];
    return isGiven ? [[`${POSITION} >= ${at}`, ...isBefore].join(" AND ")] : [];
  });
  return some(spans);
}
