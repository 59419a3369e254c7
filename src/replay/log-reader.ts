import type { Catalogue } from "../event/catalogue.ts";
import { LINE_COUNTERS, type Reading } from "./reader.ts";
import { readers } from "./readers.ts";
import type { LogRecord } from "./record.ts";

/** Reads the lines or rows of one log and counts what became of them (seed-systems 4.3, L4 to L8). */
export interface LogReader {
  readonly read: (record: LogRecord) => Read;
  /** In the order of reports; every counter from the start, zero or not. */
  readonly counters: () => ReadonlyMap<string, number>;
}

/** What came of one record, and the counters that went up by it. */
export interface Read {
  readonly readings: readonly Reading[];
  readonly counters: readonly Counter[];
}

export interface Counter {
  times: number;
}

/** A reader for a new log of the form that the catalogue declares. */
export function createLogReader(catalogue: Catalogue): LogReader {
  const reader = readers[catalogue.form];
  const counters = new Map<string, Counter>(
    [...LINE_COUNTERS, ...reader.counters].map((name) => [name, { times: 0 }]),
  );
  const readValue = reader.open(catalogue);

  function readingsOf(record: LogRecord, counted: (counter: string) => void): readonly Reading[] {
    const { number } = record;
    counted("lines");
    if ("body" in record) return readValue(record.body, number, counted);
    const { text } = record;
    if (text === null) {
      counted("oversized");
      return [{ came: "oversized", line: number }];
    }
    if (BLANK.test(text)) {
      counted("blank");
      return [];
    }
    return readValue(parseJson(text), number, counted);
  }

  return {
    read: (record) => {
      const counted: Counter[] = [];
      const readings = readingsOf(record, (name) => {
        const counter = counters.get(name);
        if (counter === undefined) return;
        counter.times += 1;
        counted.push(counter);
      });
      return { readings, counters: counted };
    },
    counters: () => new Map([...counters].map(([name, { times }]) => [name, times])),
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
