/**
 * The upper half of the word that was made last. A word of 64 bits is two halves of 32: what makes
 * one returns its lower half and leaves the upper one here. So nothing is allocated; with BigInt a
 * hash takes ten times as long.
 */
export let high = 0;

/** The lower 52 bits of a word, which a double holds. */
export const lower52 = (low: number, top: number): number =>
  (top & 0xfffff) * 2 ** 32 + (low >>> 0);

/** A word of a text, its lowest byte first. */
export function wordAt(bytes: DataView, at: number): number {
  high = bytes.getInt32(at + 4, true);
  return bytes.getInt32(at, true);
}

export function plus(low: number, top: number, otherLow: number, otherTop: number): number {
  const sum = (low + otherLow) | 0;
  const carry = ((low & otherLow) | ((low | otherLow) & ~sum)) >>> 31;
  high = (top + otherTop + carry) | 0;
  return sum;
}

export function minus(low: number, top: number, otherLow: number, otherTop: number): number {
  const difference = (low - otherLow) | 0;
  const borrow = ((~low & otherLow) | ((~low | otherLow) & difference)) >>> 31;
  high = (top - otherTop - borrow) | 0;
  return difference;
}

/** Multiplies by 16 bits at a time, whose products 32 bits hold. */
export function times(low: number, top: number, byLow: number, byTop: number): number {
  const first = low & 0xffff;
  const second = low >>> 16;
  const byFirst = byLow & 0xffff;
  const bySecond = byLow >>> 16;
  const middle = (Math.imul(second, byFirst) + (Math.imul(first, byFirst) >>> 16)) | 0;
  const other = (Math.imul(first, bySecond) + (middle & 0xffff)) | 0;
  const carried = Math.imul(second, bySecond) + (middle >>> 16) + (other >>> 16);
  high = (carried + Math.imul(low, byTop) + Math.imul(top, byLow)) | 0;
  return Math.imul(low, byLow);
}

/** Rotates to the right, by 1 to 63 bits but 32. */
export function rotated(low: number, top: number, by: number): number {
  const isFar = by > 32;
  const near = isFar ? top : low;
  const far = isFar ? low : top;
  const bits = by & 31;
  high = (far >>> bits) | (near << (32 - bits));
  return (near >>> bits) | (far << (32 - bits));
}
