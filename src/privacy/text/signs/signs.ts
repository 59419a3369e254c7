import { type Characters, RUNS } from "./characters.ts";

/** What stands in a text, told in one pass. */
export interface Signs extends Held {
  /** How long the longest of `RUNS` is, of each kind. */
  readonly number: number;
  readonly token: number;
  readonly base64: number;
}

/** Characters, a bit each: U+0000 to U+001F, to U+003F, to U+005F, to U+007F, and all others. */
export interface Held {
  readonly controls: number;
  readonly marks: number;
  readonly uppers: number;
  readonly lowers: number;
  readonly beyond: number;
}

/**
 * Of a text that was not looked at: all patterns are tried on it. Where texts are few, that takes
 * less time than reading what the patterns require.
 */
export const ANYTHING: Signs = {
  controls: -1,
  marks: -1,
  uppers: -1,
  lowers: -1,
  beyond: 1,
  number: Infinity,
  token: Infinity,
  base64: Infinity,
};

/** The signs of a text. */
export function signsOf(text: string): Signs {
  let [controls, marks, uppers, lowers, beyond] = [0, 0, 0, 0, 0];
  let [number, token, base64] = [0, 0, 0];
  let [digits, words, blobs] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // A shift looks at the lowest five bits alone.
    const bit = 1 << code;
    if (code < 0x20) controls |= bit;
    else if (code < 0x40) marks |= bit;
    else if (code < 0x60) uppers |= bit;
    else if (code < 0x80) lowers |= bit;
    else beyond = 1;
    const kinds = code < 0x80 ? (KINDS[code] ?? 0) : 0;
    digits = (kinds & 1) === 0 ? 0 : digits + 1;
    words = (kinds & 2) === 0 ? 0 : words + 1;
    blobs = (kinds & 4) === 0 ? 0 : blobs + 1;
    if (digits > number) number = digits;
    if (words > token) token = words;
    if (blobs > base64) base64 = blobs;
  }
  return { controls, marks, uppers, lowers, beyond, number, token, base64 };
}

/** Of which runs a character can be part, a bit each. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) =>
  RUNS.reduce((kinds, run, kind) => kinds | (Number((run >> BigInt(code)) & 1n) << kind), 0),
);

/** A set of characters as signs have it. */
export function heldIn(set: Characters): Held {
  const [controls = 0, marks = 0, uppers = 0, lowers = 0, beyond = 0] = Array.from(
    { length: 5 },
    (_, part) => Number((set >> BigInt(32 * part)) & 0xffff_ffffn) | 0,
  );
  return { controls, marks, uppers, lowers, beyond };
}
