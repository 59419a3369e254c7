import { ParquetFault } from "./fault.ts";
import {
  parseStruct,
  type Struct,
  structOf,
  structsOf,
  textOf,
  textsOf,
  wholeOf,
} from "./thrift.ts";

/** Bytes that can be read at any place. */
export interface RandomAccess {
  readonly sizeBytes: number;
  /** The bytes from one place up to another, fewer only where the input is shorter. */
  readonly read: (from: number, to: number) => Promise<Uint8Array>;
}

/** A column of flat values. */
export interface Column {
  readonly name: string;
  /** Physical type, by its number in the format. */
  readonly type: number;
  /** Bytes of a value, where the type is one of fixed length. */
  readonly length: number;
  readonly isOptional: boolean;
  readonly meaning: Meaning;
}

export type Meaning = "plain" | "uuid" | "date" | "milliseconds" | "microseconds" | "nanoseconds";

/** Where the values of one column lie, for the rows of one group. */
export interface Chunk {
  readonly column: Column;
  readonly codec: number;
  readonly from: number;
  readonly to: number;
}

export interface RowGroup {
  readonly rows: number;
  readonly chunks: readonly Chunk[];
}

/** The four bytes that a Parquet file begins and ends with. */
const MAGIC = new TextEncoder().encode("PAR1");
/** `PAR1` at the end, and the length of the footer before it. */
const TAIL_BYTES = 8;
/** Thousands of row groups fit; a longer footer is a lie. */
const MAX_FOOTER_BYTES = 64 * 2 ** 20;

/** Reads what a file says of itself, at its end. Throws `ParquetFault`. */
export async function readFooter(file: RandomAccess): Promise<readonly RowGroup[]> {
  const { sizeBytes } = file;
  if (sizeBytes < MAGIC.length + TAIL_BYTES) throw new ParquetFault(CUT);
  const tail = await file.read(sizeBytes - TAIL_BYTES, sizeBytes);
  if (!isMagic(tail.subarray(4))) throw new ParquetFault(CUT);
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true);
  const to = sizeBytes - TAIL_BYTES;
  if (length > Math.min(MAX_FOOTER_BYTES, to - MAGIC.length)) throw new ParquetFault(LIE);
  const { struct } = parseStruct(await file.read(to - length, to));
  const columns = toColumns(structsOf(struct, 2));
  return structsOf(struct, 4).map((group) => toRowGroup(group, columns, to - length));
}

/** Whether bytes begin as a Parquet file does. */
export function isMagic(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, at) => bytes[at] === byte);
}

const CUT = "it has no footer, so it was cut off or is still being written";
const LIE = "its footer does not fit the file";

const REPEATED = 2;

function toColumns([root, ...elements]: readonly Struct[]): ReadonlyMap<string, Column> {
  if (root === undefined || elements.length === 0) throw new ParquetFault();
  const columns = new Map<string, Column>();
  for (const element of elements) {
    const repetition = wholeOf(element, 3, 0);
    if (wholeOf(element, 5, 0) > 0 || repetition === REPEATED)
      throw new ParquetFault("it has a column of lists or groups, which no export of events has", {
        isLegal: true,
      });
    const name = textOf(element, 4);
    columns.set(name, {
      name,
      type: wholeOf(element, 1),
      length: wholeOf(element, 2, 0),
      isOptional: repetition === 1,
      meaning: toMeaning(element),
    });
  }
  return columns;
}

const CONVERTED: Readonly<Record<number, Meaning>> = {
  6: "date",
  9: "milliseconds",
  10: "microseconds",
};
const UNITS: Readonly<Record<number, Meaning>> = {
  1: "milliseconds",
  2: "microseconds",
  3: "nanoseconds",
};
const [DATE, TIMESTAMP, UUID] = [6, 8, 14] as const;

function toMeaning(element: Struct): Meaning {
  if (element.has(10)) {
    const logical = structOf(element, 10);
    if (logical.has(DATE)) return "date";
    if (logical.has(UUID)) return "uuid";
    const [unit = 0] = logical.has(TIMESTAMP)
      ? structOf(structOf(logical, TIMESTAMP), 2).keys()
      : [];
    if (unit in UNITS) return UNITS[unit] ?? "plain";
  }
  return CONVERTED[wholeOf(element, 6, 0)] ?? "plain";
}

function toRowGroup(
  group: Struct,
  columns: ReadonlyMap<string, Column>,
  endOfData: number,
): RowGroup {
  const chunks = structsOf(group, 1).map((chunk): Chunk => {
    const meta = structOf(chunk, 3);
    const [name = ""] = textsOf(meta, 3);
    const column = columns.get(name);
    const pages = wholeOf(meta, 9);
    const dictionary = wholeOf(meta, 11, 0);
    const from = dictionary > 0 ? Math.min(dictionary, pages) : pages;
    const to = from + wholeOf(meta, 7);
    if (column === undefined || wholeOf(meta, 1) !== column.type) throw new ParquetFault();
    if (from < MAGIC.length || to > endOfData) throw new ParquetFault(LIE);
    return { column, codec: wholeOf(meta, 4), from, to };
  });
  const rows = wholeOf(group, 3);
  if (chunks.length === 0 && rows > 0) throw new ParquetFault(LIE);
  return { rows, chunks };
}
