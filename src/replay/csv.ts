import { parse } from "csv-parse/sync";
import { createRecordCutter, type CsvFault, type CsvRecord } from "./csv-records.ts";
import type { Line } from "./lines.ts";

/** One row of CSV, by the line it starts on. */
export type CsvRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly fault: CsvFault };

/** Makes rows of the lines of one input (RFC 4180), its header among them. */
export interface CsvReader {
  /** The rows that these lines complete, in their order. */
  readonly read: (lines: Iterable<Line>) => CsvRow[];
  /** The rows that the end of the input completes. */
  readonly end: () => CsvRow[];
}

/** Holds one row besides the lines it is given. */
export function createCsvReader(): CsvReader {
  const records = createRecordCutter();
  return {
    read: (lines) => toRows(records.cut(lines)),
    end: () => toRows(records.end()),
  };
}

function toRows(batch: readonly CsvRecord[]): CsvRow[] {
  const all = toCells(batch);
  return batch.map((record, at) => {
    if ("fault" in record) return record;
    const cells = all[at];
    const { line } = record;
    return cells === undefined ? { line, fault: "misplaced" } : { line, cells };
  });
}

type Cells = readonly string[];

/** Many records at once, because a parser for each would cost more than parsing it. */
function toCells(batch: readonly CsvRecord[]): readonly (Cells | undefined)[] {
  if (batch.every((record) => "text" in record)) {
    const texts = batch.map(({ text }) => text);
    if (texts.every(isPlain)) return texts.map((text) => text.split(","));
    const all = parseCsv(texts.join("\n"));
    if (all?.length === batch.length) return all;
  }
  return batch.map((record) => {
    if ("fault" in record) return undefined;
    return isPlain(record.text) ? record.text.split(",") : parseCsv(record.text)?.[0];
  });
}

const isPlain = (text: string): boolean => !text.includes('"');

/** Nothing for text with a quote out of place: the parser's message quotes it, so it goes nowhere. */
function parseCsv(text: string): Cells[] | undefined {
  try {
    return parse(text, { record_delimiter: "\n", relax_column_count: true });
  } catch {
    return undefined;
  }
}
