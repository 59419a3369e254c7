/** A set of characters: ASCII by code, a bit each, and one bit more for all others together. */
export type Characters = bigint;

export const NONE: Characters = 0n;
/** Every character that is not ASCII. */
export const BEYOND: Characters = 1n << 128n;
export const EVERY: Characters = (BEYOND << 1n) - 1n;

/** The set of one character. */
export const one = (code: number): Characters => (code < 128 ? 1n << BigInt(code) : BEYOND);

/** From one code to another, both included. */
export function range(from: number, to: number): Characters {
  if (from >= 128) return BEYOND;
  const last = Math.min(to, 127);
  const ascii = (1n << BigInt(last + 1)) - (1n << BigInt(from));
  return to > last ? ascii | BEYOND : ascii;
}

const UPPER = range(0x41, 0x5a);
const LOWER = range(0x61, 0x7a);
const DIGITS = range(0x30, 0x39);
const CONTROLS = range(0x00, 0x1f);
const BLANKS = range(0x09, 0x0d) | one(0x20);
export const LETTERS: Characters = UPPER | LOWER;

/** The characters of `\d`, `\w`, `\s` and `\p{Cc}`. */
export const CLASSES: Readonly<Record<"d" | "w" | "s" | "controls", Characters>> = {
  d: DIGITS,
  w: DIGITS | LETTERS | one(0x5f),
  s: BLANKS | BEYOND,
  controls: CONTROLS | one(0x7f) | BEYOND,
};

/** What runs are made of that rules ask for: numbers, tokens, and tokens of base64. */
export const RUNS: readonly Characters[] = [
  DIGITS,
  CLASSES.w | one(0x2d),
  CLASSES.w | one(0x2b) | one(0x2d) | one(0x2f) | one(0x3d),
];

/** Of each letter both cases. */
export function inBothCases(set: Characters): Characters {
  return set | ((set & UPPER) << 32n) | ((set & LOWER) >> 32n);
}

/** Each character as a set of its own. */
export function membersOf(set: Characters): Characters[] {
  const members: Characters[] = [];
  for (let rest = set; rest !== NONE; rest &= rest - 1n) members.push(rest & -rest);
  return members;
}

/** How many characters are in it; what is beyond ASCII counts as one. */
export function sizeOf(set: Characters): number {
  let size = 0;
  for (let rest = set; rest !== NONE; rest >>= 32n) size += onesOf(Number(rest & 0xffff_ffffn));
  return size;
}

function onesOf(word: number): number {
  let ones = 0;
  for (let rest = word | 0; rest !== 0; rest &= rest - 1) ones += 1;
  return ones;
}

/** How likely a text is to hold one of the set, as a number to compare. */
export function commonnessOf(set: Characters): number {
  const common = LOWER | BLANKS;
  return sizeOf(set & ~CONTROLS) + 3 * sizeOf(set & common);
}
