import { cityHash52, intHash52 } from "./city-hash.ts";

/**
 * A hash of 52 bits, for counting in memory: never to be kept or shown. It is made of `cityHash64`,
 * the one hash that ClickHouse and HogQL share (`pushdown/hashes.ts`). A number is hashed by the
 * bits of its double, so a number and its text are two values.
 */
export function hash52(value: string | number | boolean): number {
  if (typeof value === "string") return cityHash52(value);
  if (typeof value === "boolean") return value ? TRUE : FALSE;
  // JSON tells -0 from 0, and nobody else does.
  double.setFloat64(0, value + 0, true);
  return intHash52(double.getInt32(0, true), double.getInt32(4, true));
}

/** The hash of two hashes, in their order. */
export function pair52(left: number, right: number): number {
  const low = right | 0;
  const top = (right / 2 ** 32) | 0;
  return intHash52((left | 0) ^ (low << 12), ((left / 2 ** 32) | 0) ^ ((top << 12) | (low >>> 20)));
}

const double = new DataView(new ArrayBuffer(8));

// The first bits of the golden ratio and of the root of two: any two numbers will do.
const TRUE = 0x9e3779b97f4a7;
const FALSE = 0x6a09e667f3bcc;
