import { OpsError } from "../errors.ts";
import { withOpenedColumns } from "./export-row.ts";
import { MAX_LINE_BYTES } from "./lines.ts";
import { ParquetFault } from "./parquet/fault.ts";
import type { RandomAccess } from "./parquet/footer.ts";
import { type ParquetRow, parquetRows } from "./parquet/rows.ts";
import type { LogRecord } from "./record.ts";

/** What is held of Parquet that only streams: it is read from its end. */
const MAX_HELD_BYTES = 256 * 2 ** 20;

/**
 * The rows of a Parquet export as bodies of captured events, by their number from one. Throws
 * `usage` where the file is damaged; what came before was yielded.
 */
export async function* parquetRecords(
  name: string,
  input: RandomAccess | AsyncIterable<Uint8Array>,
): AsyncGenerator<Iterable<LogRecord>, void, undefined> {
  let number = 0;
  try {
    const file = "read" in input ? input : await held(input);
    for await (const run of parquetRows(file)) yield run.map((row) => toRecord(row, (number += 1)));
  } catch (error) {
    if (!(error instanceof ParquetFault)) throw error;
    throw new OpsError("usage", `Cannot read "${name}" as Parquet: ${error.message}`, {
      hint: error.isLegal
        ? "Export it as JSONL, or give the file itself, neither compressed nor piped"
        : "It may have been cut off on its way: fetch or export it again",
      cause: error,
    });
  }
}

/** A row is as long as its texts: what else it holds is short. */
function toRecord(row: ParquetRow, number: number): LogRecord {
  let length = 0;
  for (const value of Object.values(row)) if (typeof value === "string") length += value.length;
  return length > MAX_LINE_BYTES
    ? { number, text: null }
    : { number, body: withOpenedColumns(row) };
}

async function held(chunks: AsyncIterable<Uint8Array>): Promise<RandomAccess> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_HELD_BYTES)
      throw new ParquetFault("it is longer than 256 MiB and is not a plain file", {
        isLegal: true,
      });
    parts.push(Uint8Array.from(chunk));
  }
  const whole = new Uint8Array(sizeBytes);
  let at = 0;
  for (const part of parts.splice(0)) {
    whole.set(part, at);
    at += part.length;
  }
  return { sizeBytes, read: async (from, to) => whole.subarray(from, to) };
}
