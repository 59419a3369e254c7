import { createCsvReader, type CsvRow } from "./csv.ts";
import { type ExportHeader, toExportBody, toExportHeader } from "./export-row.ts";
import { type Line, lines } from "./lines.ts";
import type { Log } from "./log.ts";
import { isMagic } from "./parquet/footer.ts";
import { parquetRecords } from "./parquet-records.ts";
import { peek } from "./peek.ts";
import type { LogRecord } from "./record.ts";

/**
 * The lines or rows of a log, in runs. What a log is, its content says and never its name: Parquet
 * by its magic number, CSV by a header with the columns of an export, all else is lines. A run
 * must be used up before the next is asked for. Throws `usage` for Parquet that is damaged.
 *
 * @param name the column that names the event
 */
export async function* records(
  log: Log,
  name: string,
): AsyncGenerator<Iterable<LogRecord>, void, undefined> {
  if (log.isContinued === true) {
    yield* lines(log.chunks, true);
    return;
  }
  if (log.file !== undefined && isMagic(await log.file.read(0, 4))) {
    yield* parquetRecords(log.path, log.file);
    return;
  }
  const { start, chunks } = await peek(log.chunks, 4);
  if (isMagic(start)) yield* parquetRecords(log.path, chunks);
  else yield* lineRecords(chunks, name);
}

async function* lineRecords(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Iterable<LogRecord>, void, undefined> {
  let toRun: ((run: Iterable<Line>) => Iterable<LogRecord>) | undefined;
  let csv: ReturnType<typeof createExport> | undefined;
  for await (const run of lines(chunks)) {
    if (toRun !== undefined) {
      yield toRun(run);
      continue;
    }
    const batch = [...run];
    const first = batch.find(({ text }) => text === null || !BLANK.test(text));
    if (first !== undefined) {
      const header = headerOf(first, name);
      if (header !== undefined) csv = createExport(header);
      toRun = csv?.read ?? ((same) => same);
    }
    yield csv?.read(batch) ?? batch;
  }
  if (csv !== undefined) yield csv.end();
}

const BLANK = /^[ \t]*$/;

function headerOf(line: Line, name: string): ExportHeader | undefined {
  if (line.text === null || line.text.startsWith("{")) return undefined;
  const [row] = createCsvReader().read([line]);
  return row !== undefined && "cells" in row ? toExportHeader(row.cells, name) : undefined;
}

function createExport(header: ExportHeader): {
  readonly read: (run: Iterable<Line>) => readonly LogRecord[];
  readonly end: () => readonly LogRecord[];
} {
  const csv = createCsvReader();
  let isPastHeader = false;
  function toRecords(rows: readonly CsvRow[]): LogRecord[] {
    const own = isPastHeader ? rows : rows.slice(1);
    if (rows.length > 0) isPastHeader = true;
    return own.map((row) => toRecord(row, header));
  }
  return { read: (run) => toRecords(csv.read(run)), end: () => toRecords(csv.end()) };
}

function toRecord(row: CsvRow, header: ExportHeader): LogRecord {
  const { line: number } = row;
  if ("cells" in row) return { number, body: toExportBody(header, row.cells) };
  return row.fault === "too-long" ? { number, text: null } : { number, body: undefined };
}
