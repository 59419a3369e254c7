/**
 * The tokens of a pattern, if the pattern keeps to what JavaScript's and PostHog's engines read
 * alike (`posthog-api.md` 5.5); undefined if it does not. Whether the pattern is well-formed is
 * not judged here.
 */
export function portableTokens(pattern: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let index = 0;
  let last = START;
  while (index < pattern.length) {
    const token = readToken(pattern, index, last);
    if (token === undefined) return undefined;
    tokens.push({ ...token, text: pattern.slice(index, token.end) });
    index = token.end;
    last = token.kind;
  }
  return tokens;
}

/** A piece of a pattern. */
export interface Token extends Piece {
  readonly text: string;
}

/** What a piece is to the quantifier behind it, and where it ends. */
interface Piece {
  readonly kind: string;
  readonly end: number;
}

const START = "start";
/** A closing parenthesis right behind its opening one, or around nothing but such groups. */
export const EMPTY_GROUP = "empty group";

/** The token at `index`, after a token of the kind `last`; undefined if it is not portable. */
function readToken(pattern: string, index: number, last: string): Piece | undefined {
  const character = pattern.charAt(index);
  if (character > "\x7f") return undefined;
  if (character === "\\") return readEscape(pattern, index, "dDsSwWfnrtv");
  if (character === "[") return readClass(pattern, index);
  if (character === "(") return readGroupStart(pattern, index);
  if (character === ")") {
    const empty = last === "(" || last === EMPTY_GROUP;
    return { kind: empty ? EMPTY_GROUP : ")", end: index + 1 };
  }
  return readQuantifierOrLiteral(pattern, index, last);
}

// Both engines take escaped spaces and ASCII punctuation literally, except `\<` and `\>`.
const PUNCTUATION = /[\x20-\x2f:;=?@\x5b-\x60\x7b-\x7e]/;
const HEX = /^[\da-f]{2}$/i;

function readEscape(pattern: string, index: number, letters: string): Piece | undefined {
  const escaped = pattern.charAt(index + 1);
  if (escaped === "x") {
    const end = index + 4;
    return HEX.test(pattern.slice(index + 2, end)) ? { kind: "escape", end } : undefined;
  }
  // A lone backslash at the end is for the compiler to refuse.
  const portable = escaped === "" || letters.includes(escaped) || PUNCTUATION.test(escaped);
  return portable ? { kind: "escape", end: index + 2 } : undefined;
}

function readClass(pattern: string, start: number): Piece | undefined {
  const first = start + (pattern.charAt(start + 1) === "^" ? 2 : 1);
  let index = start + 1;
  while (index < pattern.length) {
    const character = pattern.charAt(index);
    if (character === "]") return index === first ? undefined : { kind: "class", end: index + 1 };
    // Nested classes and set operations are the other engine's alone.
    if (character > "\x7f" || character === "[") return undefined;
    if (["&&", "--", "~~"].includes(pattern.slice(index, index + 2))) return undefined;
    const escape = character === "\\" ? readEscape(pattern, index, "dDsSwWbBfnrtv") : undefined;
    if (character === "\\" && escape === undefined) return undefined;
    index = escape?.end ?? index + 1;
  }
  return { kind: "open class", end: index };
}

function readGroupStart(pattern: string, index: number): Piece | undefined {
  if (pattern.charAt(index + 1) !== "?") return { kind: "(", end: index + 1 };
  return pattern.charAt(index + 2) === ":" ? { kind: "(", end: index + 3 } : undefined;
}

const REPETITION = /^\{(\d+)(?:,(\d*))?\}/;
const MAX_REPETITION = 0xffffffff;

function readQuantifierOrLiteral(pattern: string, index: number, last: string): Piece | undefined {
  const character = pattern.charAt(index);
  const end = index + 1;
  const stacked = ["+", "{"].includes(pattern.charAt(end));
  if ("*+?}".includes(character) && stacked) return undefined;
  // Repeated anchors and repeated empty groups: each engine refuses one of the two.
  if ("*+?{".includes(character) && ["^", "$", EMPTY_GROUP].includes(last)) return undefined;
  if (character === "{" && !isRepetition(pattern.slice(index), last)) return undefined;
  return { kind: character, end };
}

function isRepetition(rest: string, last: string): boolean {
  const [found, ...counts] = REPETITION.exec(rest) ?? [];
  if (found === undefined || [START, "|", "("].includes(last)) return false;
  return counts.every((count) => !(Number(count) > MAX_REPETITION));
}
