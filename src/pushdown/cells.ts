import type { Event } from "../event/event.ts";
import { type Counter, countersByEvent } from "../metrics/aggregator.ts";
import type { Metrics, Signal } from "../metrics/signal.ts";
import { isFeature } from "../replay/features.ts";
import { put } from "../replay/meaning.ts";
import { pathOf, readsOf } from "../replay/proof/mapping.ts";
import { eventsOf, type Known } from "./events.ts";
import { POSITION, type Switches } from "./odd.ts";
import { asList, asText } from "./row.ts";
import { isAny, list, text } from "./sql.ts";

/** What counters read, and of whom. */
export interface Counting extends Known {
  readonly signals: readonly Signal[];
  readonly period: Metrics["period"];
  readonly switches: Switches;
  readonly minCount: number;
  /** Of this run alone: what hashes people by. */
  readonly runKey: string;
}

/** A bucket of a signal in which an event counts. */
export interface Cell {
  readonly signal: string;
  readonly bucket: string;
}

/** The cells of the events whose counters read the same; `said` and `name` are their columns. */
export type CellsOf = (name: unknown, said: unknown) => readonly Cell[];

/** How cells are told from what an engine says of the events that `countedEventsOf` has. */
export function createCells(counting: Counting): CellsOf {
  const counters = countersByEvent(counting.signals, "capture");
  const paths = pathsByEvent(counting);
  return (of, said) => {
    const name = asText(of);
    const body = bodyOf(paths.get(name) ?? [], asList(said));
    return (counters.get(name) ?? []).flatMap((counter) => cellIn(counter, body));
  };
}

function cellIn({ name: signal, bucketOf }: Counter, body: Event["body"]): readonly Cell[] {
  const bucket = bucketOf(body);
  return bucket === undefined ? [] : [{ signal, bucket }];
}

function bodyOf(paths: readonly Path[], said: readonly unknown[]): Event["body"] {
  const body: Record<string, unknown> = {};
  for (const [at, path] of paths.entries()) {
    const raw = asText(said[at]);
    if (raw !== "") put(body, path, JSON.parse(raw));
  }
  return body;
}

type Path = readonly string[];

/** The paths that the counters of each event's name read. */
function pathsByEvent({ signals }: Counting): ReadonlyMap<string, readonly Path[]> {
  return new Map(
    [...countersByEvent(signals, "capture").keys()].map((name) => {
      const own = signals.filter(({ on }) => on === name);
      const asked = own.flatMap((signal) => readsOf(signal).map(([path]) => path));
      return [name, [...new Set(asked)].map((path) => pathOf(path, "capture"))];
    }),
  );
}

/**
 * The plain events that counters may count, as SQL: the `name`, the JSON texts that are read of it
 * (`said`), who it is about (`who`) and when it was (`stamp`, JSON). None without counters, and more
 * than one where consent was given and taken too often for one query.
 */
export function countedEventsOf(counting: Counting): readonly string[] {
  const paths = [...pathsByEvent(counting)];
  if (paths.length === 0) return [];
  const cases = paths.map(([name, own]) => `name = ${text(name)}, ${columnOf(own)}`);
  const names = isAny(
    "name",
    paths.map(([name]) => name),
  );
  return given(counting).map(
    (isGiven) => `(SELECT name, who, stamp, multiIf(${cases.join(", ")}, ${list([])}) AS said
  FROM ${eventsOf(counting)} WHERE isPlain AND ${names} AND (${isGiven}))`,
  );
}

/** The JSON texts that stand at some paths, empty where nothing does. */
function columnOf(paths: readonly Path[]): string {
  // A flag's value is no object in a plain event, so that nothing stands inside it.
  const raws = paths.map((path) =>
    path.slice(0, -1).some(isFeature)
      ? "''"
      : `arrayElement(places.2, indexOf(places.1, ${text(path.join("."))}))`,
  );
  return raws.length === 0 ? list([]) : `[${raws.join(", ")}]`;
}

/** How many switches of consent one query has room for. */
const MOST = 4_000;

/** Whether there was consent when an event came: one condition, or one for each stretch of a log. */
function given({ switches, consentOn }: Counting): readonly string[] {
  if (consentOn === undefined) return ["1"];
  const conditions: string[] = [];
  for (let from = 0; from < switches.length; from += MOST) {
    const own = switches.slice(from, from + MOST);
    const ats = switches.slice(from, from + MOST + 1).map(({ at }) => at);
    const agreed = own.flatMap(({ at, given: isGiven }) => (isGiven ? [at] : []));
    conditions.push(`roundDown(${POSITION}, [0, ${ats.join(", ")}]) IN (${agreed.join(", ")})`);
  }
  return conditions;
}
