/** Letters and what they become in lower case, position by position, as `translate` takes them. */
export interface Letters {
  readonly from: string;
  readonly to: string;
}

/** ASCII only, as the operators on parts of texts ignore case. */
export const ASCII_LETTERS: Letters = {
  from: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  to: "abcdefghijklmnopqrstuvwxyz",
};

// Every letter with a case lies in the first two planes of Unicode.
const LAST_CASED = 0x1ffff;

/**
 * All letters whose lower case is one of those in `wanted`, such as the Kelvin sign for "k".
 * Undefined where lower case is not letter by letter: a sigma depends on its neighbours, and a
 * dotted capital I becomes two characters.
 */
export function lettersFor(wanted: readonly string[]): Letters | undefined {
  const sought = new Set(wanted.join(""));
  if (NEIGHBOURS.some((letter) => sought.has(letter))) return undefined;
  let from = "";
  let to = "";
  for (let point = 0; point <= LAST_CASED; point += 1) {
    const letter = String.fromCodePoint(point);
    const lower = letter.toLowerCase();
    if (lower === letter || !sought.has(lower)) continue;
    from += letter;
    to += lower;
  }
  return { from, to };
}

const NEIGHBOURS = ["\u03c3", "\u03c2", "\u0307"];
