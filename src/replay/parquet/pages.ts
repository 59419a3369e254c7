import { checkPageSize, decompressorOf, type Decompress } from "./codecs.ts";
import { createCursor, type Cursor } from "./cursor.ts";
import { ParquetFault } from "./fault.ts";
import type { Chunk, Column, RandomAccess } from "./footer.ts";
import { readRuns } from "./runs.ts";
import { parseStruct, type Struct, structOf, wholeOf } from "./thrift.ts";
import { type Cell, readPlain, readValues } from "./values.ts";

/** What is read of a file at once. */
const WINDOW_BYTES = 256 * 1024;
/** Statistics stand in it, and so the longest value may. */
const MAX_HEADER_BYTES = 2 ** 20;
/** More rows in one page are a lie, which a run of one value would fill with nothing. */
const MAX_PAGE_VALUES = 2 ** 22;

const [DATA, INDEX, DICTIONARY, DATA_V2] = [0, 1, 2, 3] as const;

/**
 * The values of one column of a row group, a page at a time; null where a row has none. Holds one
 * page and the dictionary. Throws `ParquetFault`.
 */
export async function* pages(
  file: RandomAccess,
  { column, codec, from, to }: Chunk,
): AsyncGenerator<readonly (Cell | null)[], void, undefined> {
  const decompress = await decompressorOf(codec);
  const read = windowed(file, to);
  let dictionary: readonly Cell[] | undefined;
  for (let at = from; at < to;) {
    const { struct: header, end } = await readHeader(read, at);
    const size = wholeOf(header, 3);
    checkPageSize(size);
    const body = await read(at + end, size);
    if (body.length < size) throw new ParquetFault();
    at += end + size;
    const page: Page = { header, body, column, decompress };
    switch (wholeOf(header, 1)) {
      case DICTIONARY:
        dictionary = readDictionary(page);
        break;
      case DATA:
        yield readPage(page, dictionary);
        break;
      case DATA_V2:
        yield readSecondPage(page, dictionary);
        break;
      case INDEX:
        break;
      default:
        throw new ParquetFault();
    }
  }
}

const RLE = 3;
const OLD = "its levels are written as no one has for years";

interface Page {
  readonly header: Struct;
  readonly body: Uint8Array;
  readonly column: Column;
  readonly decompress: Decompress;
}

type Read = (from: number, count: number) => Promise<Uint8Array>;

/** Reads of a file in larger pieces, so that small pages cost no call each. */
function windowed(file: RandomAccess, end: number): Read {
  let start = 0;
  let held = new Uint8Array(0);
  return async (from, count) => {
    const to = Math.min(from + count, end);
    if (from < start || to > start + held.length) {
      start = from;
      held = Uint8Array.from(
        await file.read(from, Math.min(end, Math.max(to, from + WINDOW_BYTES))),
      );
    }
    return held.subarray(from - start, Math.max(0, to - start));
  };
}

async function readHeader(read: Read, at: number): Promise<ReturnType<typeof parseStruct>> {
  try {
    return parseStruct(await read(at, WINDOW_BYTES));
  } catch (error) {
    if (!(error instanceof ParquetFault)) throw error;
    return parseStruct(await read(at, MAX_HEADER_BYTES));
  }
}

function readDictionary({ header, body, column, decompress }: Page): readonly Cell[] {
  const plain = decompress(body, wholeOf(header, 2));
  return readPlain(createCursor(plain), wholeOf(structOf(header, 7), 1), column);
}

function readPage(page: Page, dictionary: readonly Cell[] | undefined): (Cell | null)[] {
  const { header, body, column, decompress } = page;
  const own = structOf(header, 5);
  const count = countOf(own);
  const cursor = createCursor(decompress(body, wholeOf(header, 2)));
  let levels: Uint32Array | undefined;
  if (column.isOptional) {
    if (wholeOf(own, 3) !== RLE) throw new ParquetFault(OLD, { isLegal: true });
    const [a = 0, b = 0, c = 0, d = 0] = cursor.take(4);
    levels = readRuns(
      createCursor(cursor.take(a + b * 2 ** 8 + c * 2 ** 16 + d * 2 ** 24)),
      1,
      count,
    );
  }
  return withNulls(cursor, { encoding: wholeOf(own, 2), count, levels }, column, dictionary);
}

/** The second form: its levels stand before what is compressed. */
function readSecondPage(page: Page, dictionary: readonly Cell[] | undefined): (Cell | null)[] {
  const { header, body, column, decompress } = page;
  const own = structOf(header, 8);
  const count = countOf(own);
  const before = createCursor(body);
  before.take(wholeOf(own, 6));
  const lengthBytes = wholeOf(own, 5);
  const bits = createCursor(before.take(lengthBytes));
  const levels = column.isOptional ? readRuns(bits, 1, count) : undefined;
  const rest = before.take(before.left());
  const sizeBytes = wholeOf(header, 2) - lengthBytes - wholeOf(own, 6);
  if (sizeBytes < 0) throw new ParquetFault();
  const isPlain = own.get(7) === false || rest.length === 0;
  const cursor = createCursor(isPlain ? rest : decompress(rest, sizeBytes));
  return withNulls(cursor, { encoding: wholeOf(own, 4), count, levels }, column, dictionary);
}

function countOf(own: Struct): number {
  const count = wholeOf(own, 1);
  if (count > MAX_PAGE_VALUES)
    throw new ParquetFault("it has a page of more than four million rows", { isLegal: true });
  return count;
}

function withNulls(
  cursor: Cursor,
  { encoding, count, levels }: { encoding: number; count: number; levels: Uint32Array | undefined },
  column: Column,
  dictionary: readonly Cell[] | undefined,
): (Cell | null)[] {
  if (levels === undefined) return readValues(cursor, { encoding, count }, column, dictionary);
  const present = levels.reduce((sum, level) => sum + level, 0);
  if (present === 0) return Array.from(levels, () => null);
  const values = readValues(cursor, { encoding, count: present }, column, dictionary);
  let at = 0;
  return Array.from(levels, (level) => (level === 1 ? (values[at++] ?? null) : null));
}
