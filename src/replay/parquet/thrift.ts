import { createCursor, type Cursor } from "./cursor.ts";
import { ParquetFault } from "./fault.ts";

/** A struct of Thrift's compact protocol: what its fields hold, by their numbers. */
export type Struct = ReadonlyMap<number, Value>;
export type Value = boolean | number | Uint8Array | readonly Value[] | Struct;

/** Deeper than any footer of Parquet; a hostile one nests without end. */
const MAX_DEPTH = 12;

/** Reads the struct at the start of bytes, and says where it ends. Throws `ParquetFault`. */
export function parseStruct(bytes: Uint8Array): { readonly struct: Struct; readonly end: number } {
  const cursor = createCursor(bytes);
  const struct = readStruct(cursor, 0);
  return { struct, end: cursor.at() };
}

const [TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, STRUCT] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12,
] as const;

function readStruct(cursor: Cursor, depth: number): Struct {
  if (depth > MAX_DEPTH) throw new ParquetFault();
  const struct = new Map<number, Value>();
  let field = 0;
  for (let head = cursor.byte(); head !== 0; head = cursor.byte()) {
    field = head >> 4 === 0 ? Number(cursor.zigzag()) : field + (head >> 4);
    const type = head & 15;
    struct.set(field, type === TRUE || type === FALSE ? type === TRUE : read(cursor, type, depth));
  }
  return struct;
}

function read(cursor: Cursor, type: number, depth: number): Value {
  switch (type) {
    case TRUE:
    case FALSE:
    case BYTE:
      return cursor.byte();
    case I16:
    case I32:
    case I64:
      return Number(cursor.zigzag());
    case DOUBLE:
      return cursor.take(8);
    case BINARY:
      return cursor.take(Number(cursor.varint()));
    case LIST:
    case SET:
      return readList(cursor, depth);
    case STRUCT:
      return readStruct(cursor, depth + 1);
    default:
      throw new ParquetFault();
  }
}

/** Every element is a byte or more, so no list is longer than what is left. */
function readList(cursor: Cursor, depth: number): Value[] {
  if (depth > MAX_DEPTH) throw new ParquetFault();
  const head = cursor.byte();
  const size = head >> 4 === 15 ? Number(cursor.varint()) : head >> 4;
  if (size > cursor.left()) throw new ParquetFault();
  const list: Value[] = [];
  for (let at = 0; at < size; at += 1) list.push(read(cursor, head & 15, depth + 1));
  return list;
}

/** A field that is a whole number, 0 or more; the given one where the struct has none. */
export function wholeOf(struct: Struct, field: number, absent?: number): number {
  const value = struct.get(field) ?? absent;
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw new ParquetFault();
  return value;
}

export function structOf(struct: Struct, field: number): Struct {
  const value = struct.get(field);
  if (!isStruct(value)) throw new ParquetFault();
  return value;
}

export function structsOf(struct: Struct, field: number): readonly Struct[] {
  return listOf(struct, field).map((member) => {
    if (!isStruct(member)) throw new ParquetFault();
    return member;
  });
}

export function textsOf(struct: Struct, field: number): readonly string[] {
  return listOf(struct, field).map(toText);
}

export const textOf = (struct: Struct, field: number): string => toText(struct.get(field));

function listOf(struct: Struct, field: number): readonly Value[] {
  const value = struct.get(field);
  if (!isList(value)) throw new ParquetFault();
  return value;
}

function toText(value: Value | undefined): string {
  if (!(value instanceof Uint8Array)) throw new ParquetFault();
  return new TextDecoder().decode(value);
}

const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);
const isStruct = (value: Value | undefined): value is Struct => value instanceof Map;
