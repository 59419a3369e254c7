import { ParquetFault } from "./fault.ts";

/** A place in bytes that moves on as they are read. Every read past the end is a fault. */
export interface Cursor {
  readonly at: () => number;
  readonly left: () => number;
  readonly byte: () => number;
  readonly take: (count: number) => Uint8Array;
  /** Unsigned, seven bits a byte, of 64 bits at most. */
  readonly varint: () => bigint;
  /** The same as a signed number: 0, -1, 1, -2 … */
  readonly zigzag: () => bigint;
}

export function createCursor(bytes: Uint8Array): Cursor {
  let at = 0;

  function take(count: number): Uint8Array {
    if (!(count >= 0 && count <= bytes.length - at)) throw new ParquetFault();
    const taken = bytes.subarray(at, at + count);
    at += count;
    return taken;
  }

  function byte(): number {
    const next = bytes[at];
    if (next === undefined) throw new ParquetFault();
    at += 1;
    return next;
  }

  function varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const next = byte();
      value |= BigInt(next & 0x7f) << shift;
      if (next < 0x80) return BigInt.asUintN(64, value);
    }
    throw new ParquetFault();
  }

  return {
    at: () => at,
    left: () => bytes.length - at,
    byte,
    take,
    varint,
    zigzag: () => {
      const value = varint();
      return (value >> 1n) ^ -(value & 1n);
    },
  };
}
