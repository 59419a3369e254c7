import { isAscii } from "./ascii.ts";

/** A few texts of which a property must be one, or must be none. */
export interface FewTexts {
  /** In lower case. */
  readonly wanted: readonly string[];
  /** What to say of a text that is among them. */
  readonly answer: boolean;
}

/** Up to so many texts are compared one by one, which beats making a lower-case copy. */
export const FEW = 8;

/** Whether a condition that asks for a few texts can be judged by comparing them. */
export function isPlain(held: unknown): held is string {
  return typeof held === "string" && isAscii(held);
}

/** Whether an ASCII text is among those, whatever the case of its letters. */
export function isAmong(held: string, wanted: readonly string[]): boolean {
  for (let index = 0; index < wanted.length; index += 1)
    if (isFolded(held, wanted[index]!)) return true;
  return false;
}

function isFolded(held: string, wanted: string): boolean {
  if (held.length !== wanted.length) return false;
  for (let index = 0; index < held.length; index += 1) {
    const unit = held.charCodeAt(index);
    const folded = unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
    if (folded !== wanted.charCodeAt(index)) return false;
  }
  return true;
}
