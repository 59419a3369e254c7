import { hash52 } from "../privacy/release/hash52.ts";
import { REGISTERS } from "../privacy/release/sketch.ts";

// The hashes of `privacy/release/hash52.ts` in SQL: expressions in, whole numbers (UInt64) out. Of
// the hashes of ClickHouse, HogQL has only cityHash64.

/** @param text an expression of a text */
export const textHash = (text: string): string => lower52(text);

/** @param number an expression of a Float64; the sum makes a 0 of -0 */
export const numberHash = (number: string): string => lower52(`plus(${number}, 0)`);

/** @param boolean an expression of a truth */
export const booleanHash = (boolean: string): string =>
  `if(${boolean}, ${hash52(true)}, ${hash52(false)})`;

/** The hash of two hashes, in their order. */
export const pairHash = (left: string, right: string): string =>
  lower52(`bitXor(${left}, bitShiftLeft(${right}, 12))`);

/** The register that a hash chooses. */
export const registerOf = (hash: string): string => `bitAnd(${hash}, ${REGISTERS - 1})`;

/**
 * The place of the first one in a hash's upper forty bits; 41 where there is none. A double's
 * exponent tells it: a whole number of 52 bits is a double, and the bit below the forty stands for
 * none.
 */
export const rankOf = (hash: string): string =>
  `1075 - bitShiftRight(reinterpretAsUInt64(bitOr(${hash}, ${REGISTERS / 2}) * 1.0), 52)`;

const lower52 = (hashed: string): string => `bitAnd(cityHash64(${hashed}), ${2 ** 52 - 1})`;
