import type { Cursor } from "./cursor.ts";
import { readDeltas, readDeltaTexts, readPrefixedTexts } from "./delta.ts";
import { ParquetFault } from "./fault.ts";
import type { Column } from "./footer.ts";
import { readRuns } from "./runs.ts";

/** What a column holds in one row, as JSON would. */
export type Cell = string | number | boolean;

const [BOOLEAN, INT32, INT64, INT96, FLOAT, DOUBLE, BYTE_ARRAY, FIXED] = [
  0, 1, 2, 3, 4, 5, 6, 7,
] as const;
const [PLAIN, PLAIN_DICTIONARY, RLE, DELTA, DELTA_LENGTH, DELTA_PREFIX, DICTIONARY] = [
  0, 2, 3, 5, 6, 7, 8,
] as const;

/** Reads so many values of a page. Throws `ParquetFault`. */
export function readValues(
  cursor: Cursor,
  { encoding, count }: { readonly encoding: number; readonly count: number },
  column: Column,
  dictionary: readonly Cell[] | undefined,
): Cell[] {
  switch (encoding) {
    case PLAIN:
      return readPlain(cursor, count, column);
    case PLAIN_DICTIONARY:
    case DICTIONARY:
      return count === 0 ? [] : fromDictionary(readRuns(cursor, cursor.byte(), count), dictionary);
    case RLE:
      cursor.take(4);
      return Array.from(readRuns(cursor, 1, count), (bit) => bit === 1);
    case DELTA:
      return Array.from(readDeltas(cursor, count), (value) => toInteger(value, column));
    case DELTA_LENGTH:
      return readDeltaTexts(cursor, count).map((bytes) => toText(bytes, column));
    case DELTA_PREFIX:
      return readPrefixedTexts(cursor, count, MAX_TEXT_BYTES).map((bytes) => toText(bytes, column));
    default:
      throw new ParquetFault("it has an encoding that is not read", { isLegal: true });
  }
}

/** The most that texts of shared beginnings may come to, for one page. */
const MAX_TEXT_BYTES = 64 * 2 ** 20;

function fromDictionary(indexes: Uint32Array, dictionary: readonly Cell[] = []): Cell[] {
  return Array.from(indexes, (index) => {
    const value = dictionary[index];
    if (value === undefined) throw new ParquetFault();
    return value;
  });
}

/** Values one after the other, as a page or a dictionary holds them. */
export function readPlain(cursor: Cursor, count: number, column: Column): Cell[] {
  if (column.type === BOOLEAN) {
    const bytes = cursor.take(Math.ceil(count / 8));
    return Array.from({ length: count }, (_, at) => ((bytes[at >> 3] ?? 0) >> (at & 7)) % 2 === 1);
  }
  const values: Cell[] = [];
  for (let at = 0; at < count; at += 1) values.push(readOne(cursor, column));
  return values;
}

function readOne(cursor: Cursor, column: Column): Cell {
  switch (column.type) {
    case INT32:
      return toInteger(BigInt(viewOf(cursor.take(4)).getInt32(0, true)), column);
    case INT64:
      return toInteger(viewOf(cursor.take(8)).getBigInt64(0, true), column);
    case INT96:
      return toMoment(viewOf(cursor.take(12)));
    case FLOAT:
      return viewOf(cursor.take(4)).getFloat32(0, true);
    case DOUBLE:
      return viewOf(cursor.take(8)).getFloat64(0, true);
    case BYTE_ARRAY:
      return toText(cursor.take(viewOf(cursor.take(4)).getUint32(0, true)), column);
    case FIXED:
      // Nothing is no value, and there would be no end of it.
      if (column.length === 0) throw new ParquetFault();
      return toText(cursor.take(column.length), column);
    default:
      throw new ParquetFault();
  }
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

const PER_MILLISECOND = {
  date: undefined,
  milliseconds: 1n,
  microseconds: 1_000n,
  nanoseconds: 1_000_000n,
} as const;
const DAY_MS = 86_400_000;

/** A number that JSON can hold, a moment as its ISO text. */
function toInteger(value: bigint, { meaning }: Column): Cell {
  if (meaning === "date") return toIso(Number(value) * DAY_MS).slice(0, 10);
  if (meaning === "plain" || meaning === "uuid") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  return toIso(Number(value / (PER_MILLISECOND[meaning] ?? 1n)));
}

/** Nanoseconds of a day, and the day by the Julian count. */
function toMoment(view: DataView): string {
  const days = view.getUint32(8, true) - 2_440_588;
  return toIso(days * DAY_MS + Number(view.getBigInt64(0, true) / 1_000_000n));
}

function toIso(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Bytes that are no UTF-8 become U+FFFD, as in a line. */
function toText(bytes: Uint8Array, { type, meaning }: Column): string {
  if (type === BYTE_ARRAY) return decoder.decode(bytes);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return meaning === "uuid" ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-") : hex;
}
