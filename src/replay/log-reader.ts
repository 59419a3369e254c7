import type { Catalogue } from "../event/catalogue.ts";
import { LINE_COUNTERS, type Reading } from "./reader.ts";
import { readers } from "./readers.ts";
import type { LogRecord } from "./record.ts";

/** Reads the lines or rows of one log and counts what became of them (seed-systems 4.3, L4 to L8). */
export interface LogReader {
  readonly read: (record: LogRecord) => readonly Reading[];
  /** In the order of reports; every counter from the start, zero or not. */
  readonly counters: ReadonlyMap<string, number>;
  /** Whether any line became an event. */
  readonly isEmpty: () => boolean;
}

/** A reader for a new log of the form that the catalogue declares. */
export function createLogReader(catalogue: Catalogue): LogReader {
  const reader = readers[catalogue.form];
  const counters = new Map([...LINE_COUNTERS, ...reader.counters].map((name) => [name, 0]));
  const count = (counter: string): void =>
    void counters.set(counter, (counters.get(counter) ?? 0) + 1);
  const readValue = reader.open(catalogue);
  return {
    read: (record) => {
      const { number } = record;
      count("lines");
      if ("body" in record) return readValue(record.body, number, count);
      const { text } = record;
      if (text === null) {
        count("oversized");
        return [{ came: "oversized", line: number }];
      }
      if (BLANK.test(text)) {
        count("blank");
        return [];
      }
      return readValue(parseJson(text), number, count);
    },
    counters,
    isEmpty: () => counters.get(reader.events) === 0,
  };
}

const BLANK = /^[ \t]*$/;

/** Nothing for text that is no JSON; no form of log has an event that is nothing. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message quotes the text, so it goes nowhere.
    return undefined;
  }
}
