import type { Cursor } from "./cursor.ts";
import { ParquetFault } from "./fault.ts";

/**
 * Whole numbers of few bits, as runs of one value and packs of eight. Never more of them come out
 * than were asked for, whatever a run says of its length.
 */
export function readRuns(cursor: Cursor, bits: number, count: number): Uint32Array {
  if (bits > 32) throw new ParquetFault();
  const values = new Uint32Array(count);
  let seen = 0;
  while (seen < count) {
    const head = Number(cursor.varint());
    if (head % 2 === 1) {
      const packed = Math.min(((head - 1) / 2) * 8, count - seen);
      const bytes = cursor.take(Math.min(((head - 1) / 2) * bits, cursor.left()));
      unpack(bytes, bits, values.subarray(seen, seen + packed));
      seen += packed;
    } else {
      const value = cursor
        .take(Math.ceil(bits / 8))
        .reduceRight((sum, byte) => sum * 256 + byte, 0);
      const end = Math.min(count, seen + head / 2);
      // A run of nothing goes nowhere, and there may be no end of them.
      if (end === seen) throw new ParquetFault();
      values.fill(value, seen, end);
      seen = end;
    }
  }
  return values;
}

function unpack(bytes: Uint8Array, bits: number, into: Uint32Array): void {
  if (into.length * bits > bytes.length * 8) throw new ParquetFault();
  let held = 0;
  let heldBits = 0;
  let at = 0;
  const size = 2 ** bits;
  for (let index = 0; index < into.length; index += 1) {
    while (heldBits < bits) {
      held += (bytes[at] ?? 0) * 2 ** heldBits;
      heldBits += 8;
      at += 1;
    }
    into[index] = held % size;
    held = Math.floor(held / size);
    heldBits -= bits;
  }
}
