import { createLogReader, type LogReader } from "../replay/log-reader.ts";
import type { Reading } from "../replay/reader.ts";
import { isRecord } from "../event/value.ts";
import { fieldAt } from "../metrics/path.ts";
import type { Results } from "../replay/log-results.ts";
import type { Engine } from "./engine.ts";
import { eventsOf, type Known } from "./events.ts";
import { asNumber, asText } from "./row.ts";

/** From where on there is consent, and from where on none, one after the other. */
export type Switches = readonly { readonly at: number; readonly given: boolean }[];

/** What was read line by line. */
export interface Pulled {
  /** The reader's counters, for the lines and members that were pulled. */
  readonly counters: ReadonlyMap<string, number>;
  readonly switches: Switches;
}

/**
 * Pulls what SQL cannot tell, and reads it as a line of a log is read: what is no event, what a
 * batch of the newer kind holds, names made of data, numbers that no double holds.
 */
export async function readOdd(known: Known, engine: Engine, results: Results): Promise<Pulled> {
  const reader: LogReader = createLogReader(known.catalogue);
  const members = { events: 0, malformedEvents: 0 };
  const switches: { at: number; given: boolean }[] = [];
  let given = false;
  for await (const [line, index, isMember, body] of engine.rows(oddQuery(known))) {
    const spot = { line: asNumber(line), index: asNumber(index) };
    const text = asText(body);
    const readings =
      asNumber(isMember) === 0
        ? reader.read({ number: spot.line, text: text === "" ? null : text }).readings
        : [memberOf(text, spot, known, members)];
    for (const reading of readings) {
      results.take(reading);
      const now = results.consent() ?? false;
      if (now !== given) switches.push({ at: positionOf(reading), given: (given = now) });
    }
  }
  const counters = new Map(reader.counters());
  for (const [name, times] of Object.entries(members))
    counters.set(name, (counters.get(name) ?? 0) + times);
  return { counters, switches };
}

function memberOf(
  text: string,
  { line, index }: { readonly line: number; readonly index: number },
  { catalogue }: Known,
  counted: Record<"events" | "malformedEvents", number>,
): Reading {
  const body: unknown = JSON.parse(text);
  const name = isRecord(body) ? fieldAt(catalogue.name)(body) : undefined;
  if (!isRecord(body) || typeof name !== "string") {
    counted.malformedEvents += 1;
    return { came: "malformed", line, index };
  }
  counted.events += 1;
  return { came: "event", event: { name, body, line, index } };
}

/** A number for each place where an event can be, in their order. */
export const POSITION = "line * 1048576 + index";

function positionOf(reading: Reading): number {
  if (reading.came === "event") return reading.event.line * 2 ** 20 + reading.event.index;
  return "line" in reading ? reading.line * 2 ** 20 : 0;
}

function oddQuery(known: Known): string {
  // Consent is told in the order of lines.
  const order = known.source.isOrdered ? " ORDER BY line, index" : "";
  return `SELECT line, index, isMember, body FROM ${eventsOf(known)} WHERE NOT isPlain${order}`;
}
