import { createCursor, type Cursor } from "./cursor.ts";
import { ParquetFault } from "./fault.ts";

/** DELTA_BINARY_PACKED: whole numbers as differences, in blocks of packed bits. */
export function readDeltas(cursor: Cursor, count: number): BigInt64Array {
  const blockSize = Number(cursor.varint());
  const perBlock = Number(cursor.varint());
  const total = Number(cursor.varint());
  const each = blockSize / perBlock;
  if (total !== count || !(each >= 32 && each % 32 === 0 && blockSize <= 2 ** 16))
    throw new ParquetFault();
  const values = new BigInt64Array(count);
  let value = cursor.zigzag();
  values.fill(value, 0, 1);
  for (let seen = 1; seen < count;) {
    const least = cursor.zigzag();
    const widths = cursor.take(perBlock);
    for (let pack = 0; pack < perBlock && seen < count; pack += 1) {
      const width = widths[pack] ?? 0;
      if (width > 64) throw new ParquetFault();
      const bits = cursor.take((each * width) / 8);
      for (let index = 0; index < each && seen < count; index += 1, seen += 1) {
        value = BigInt.asIntN(64, value + least + bitsAt(bits, index * width, width));
        values[seen] = value;
      }
    }
  }
  return values;
}

function bitsAt(bytes: Uint8Array, from: number, width: number): bigint {
  let value = 0n;
  const last = Math.ceil((from + width) / 8);
  for (let at = last - 1; at >= from >> 3; at -= 1) value = (value << 8n) | BigInt(bytes[at] ?? 0);
  return BigInt.asUintN(width, value >> BigInt(from & 7));
}

/** DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes. */
export function readDeltaTexts(cursor: Cursor, count: number): Uint8Array[] {
  const lengths = readDeltas(cursor, count);
  return [...lengths].map((length) => cursor.take(Number(length)));
}

/** DELTA_BYTE_ARRAY: how much each shares with the one before, then the rest of each. */
export function readPrefixedTexts(cursor: Cursor, count: number, maxBytes: number): Uint8Array[] {
  const shared = readDeltas(cursor, count);
  const rests = readDeltaTexts(cursor, count);
  let before = new Uint8Array(0);
  let written = 0;
  return rests.map((rest, at) => {
    const prefix = createCursor(before).take(Number(shared[at] ?? 0n));
    written += prefix.length + rest.length;
    if (written > maxBytes) throw new ParquetFault();
    const whole = new Uint8Array(prefix.length + rest.length);
    whole.set(prefix);
    whole.set(rest, prefix.length);
    before = whole;
    return whole;
  });
}
