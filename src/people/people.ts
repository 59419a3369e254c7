import { type Line, lines } from "../replay/lines.ts";
import { createCsv } from "./csv.ts";
import { jsonl } from "./jsonl.ts";
import { isBlank, type Row, type RowReader } from "./row.ts";

/**
 * The rows of an input, in its order: JSONL where the first line that is not blank begins with
 * `{`, CSV otherwise. Rows come in runs, one for each chunk; a run must be used up before the next
 * is asked for. Holds one chunk and one record at a time. Throws `usage` for a header of CSV that
 * cannot be read.
 *
 * @param name what the input is called: `….jsonl` is JSONL even where its first line is bad
 */
export async function* people(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Iterable<Row>, void, undefined> {
  let reader: RowReader | undefined;
  for await (const run of lines(chunks)) {
    const batch = [...run];
    reader ??= toReader(batch, name);
    if (reader !== undefined) yield reader.read(batch);
  }
  if (reader !== undefined) yield reader.end();
}

/** Undefined while all is blank. */
function toReader(batch: readonly Line[], name: string): RowReader | undefined {
  const first = batch.find(({ text }) => text === null || !isBlank(text));
  if (first === undefined) return undefined;
  const isJsonl = first.text?.trimStart().startsWith("{") || NAMED_JSONL.test(name);
  return isJsonl ? jsonl : createCsv();
}

const NAMED_JSONL = /\.(?:jsonl|ndjson)(?:\.|$)/i;
