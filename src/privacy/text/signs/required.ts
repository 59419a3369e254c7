import { type Characters, EVERY, inBothCases, LETTERS, BEYOND, NONE } from "./characters.ts";
import { type Element, elementOf, ELEMENT, span } from "./element.ts";
import {
  beside,
  character,
  either,
  EMPTY,
  joined,
  type Piece,
  repeated,
  UNKNOWN,
} from "./piece.ts";

/**
 * What stands in every text in which a pattern finds anything, read from the pattern itself, so
 * that no rule can ask for too much. Says less than it could of what it does not know.
 */
export function requiredBy({ source, flags }: RegExp): Piece {
  let at = 0;

  /** Goes on behind the token, if it stands here. */
  function take(token: RegExp): RegExpExecArray | undefined {
    token.lastIndex = at;
    const match = token.exec(source);
    if (match === null) return undefined;
    at = token.lastIndex;
    return match;
  }

  function alternatives(): Piece {
    const pieces = [sequence()];
    while (take(/\|/y) !== undefined) pieces.push(sequence());
    return either(pieces);
  }

  function sequence(): Piece {
    let whole = EMPTY;
    while (at < source.length && !"|)".includes(source.charAt(at))) {
      const piece = atom();
      const quantifier = take(/(?:([*?])|\+|\{(\d+)(?:,\d*)?\})\??/y);
      const times = quantifier?.[1] === undefined ? Number(quantifier?.[2] ?? 1) : 0;
      whole = joined(whole, repeated(piece, times));
    }
    return whole;
  }

  function atom(): Piece {
    if (take(/\\[bB]|[\^$]/y) !== undefined) return EMPTY;
    if (take(/\\(?:[1-9]\d*|k<\w+>)/y) !== undefined) return UNKNOWN;
    if (take(/\./y) !== undefined) return character(EVERY);
    const opened = take(/\((?:\?(?:<?[=!]|:|<\w+>))?/y);
    if (opened === undefined) return character(folded(classOrElement()));
    const inner = alternatives();
    take(/\)/y);
    if (opened[0].endsWith("!")) return EMPTY;
    return opened[0].endsWith("=") ? beside(inner) : inner;
  }

  function classOrElement(): Characters {
    const opened = take(/\[\^?/y);
    if (opened === undefined) return element().held;
    let held = NONE;
    while (at < source.length && take(/\]/y) === undefined) {
      const from = element();
      held |= take(/-(?!\])/y) === undefined ? from.held : span(from, element());
    }
    const inner = folded(held);
    if (opened[0] === "[") return inner;
    return inner === EVERY ? EVERY : (EVERY & ~inner) | BEYOND;
  }

  function element(): Element {
    return elementOf(take(ELEMENT)?.[0] ?? "");
  }

  function folded(held: Characters): Characters {
    if (!flags.includes("i")) return held;
    // With both flags some letters are the same as others that are not ASCII.
    const isWide = /[uv]/.test(flags) && (held & (LETTERS | BEYOND)) !== NONE;
    return isWide ? EVERY : inBothCases(held);
  }

  return alternatives();
}
