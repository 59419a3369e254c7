/**
 * Where the JSON scalar that starts at `at` ends, or -1 where none stands. `{}` and `[]` hold
 * nothing and pass for scalars. Bytes beyond ASCII are left to the decoder. Reads no further than
 * the first line feed and seven bytes more.
 */
export function endOfScalar(view: DataView, at: number): number {
  switch (view.getUint8(at)) {
    case QUOTE:
      return endOfText(view, at + 1);
    case 0x74:
      return endOfWord(view, at, TRUE);
    case 0x66:
      return endOfWord(view, at, FALSE);
    case 0x6e:
      return endOfWord(view, at, NULL);
    case 0x7b:
      return view.getUint8(at + 1) === 0x7d ? at + 2 : -1;
    case 0x5b:
      return view.getUint8(at + 1) === 0x5d ? at + 2 : -1;
    default:
      return endOfNumber(view, at);
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const TRUE = codesOf("true");
const FALSE = codesOf("false");
const NULL = codesOf("null");

function codesOf(text: string): readonly number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

function endOfWord(view: DataView, at: number, word: readonly number[]): number {
  return word.every((code, index) => view.getUint8(at + index) === code) ? at + word.length : -1;
}

function endOfText(view: DataView, from: number): number {
  let at = from;
  for (;;) {
    while (isPlainWord(view.getInt32(at, true))) at += 4;
    const byte = view.getUint8(at);
    if (byte === QUOTE) return at + 1;
    if (byte < 0x20) return -1;
    if (byte === BACKSLASH) {
      at = endOfEscape(view, at + 1);
      if (at === -1) return -1;
    } else at += 1;
  }
}

/** Whether none of four bytes is a quote, a backslash or a control character. May say no for nothing. */
function isPlainWord(word: number): boolean {
  const quotes = word ^ 0x22222222;
  const backslashes = word ^ 0x5c5c5c5c;
  const special =
    ((quotes - 0x01010101) & ~quotes) |
    ((backslashes - 0x01010101) & ~backslashes) |
    ((word - 0x20202020) & ~word);
  return (special & 0x80808080) === 0;
}

/** After a backslash: one of `"\/bfnrt`, or `u` and four hexadecimal digits. */
function endOfEscape(view: DataView, at: number): number {
  const byte = view.getUint8(at);
  if (byte === 0x75) {
    for (let digit = at + 1; digit <= at + 4; digit += 1)
      if (!isHexadecimal(view.getUint8(digit))) return -1;
    return at + 5;
  }
  return ESCAPES.has(byte) ? at + 1 : -1;
}

const ESCAPES: ReadonlySet<number> = new Set(codesOf('"\\/bfnrt'));

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

function isHexadecimal(byte: number): boolean {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}

/** As RFC 8259 has it: no leading zero, no bare point, no plus sign. */
function endOfNumber(view: DataView, from: number): number {
  let at = view.getUint8(from) === 0x2d ? from + 1 : from;
  const whole = at;
  at = endOfDigits(view, at);
  if (at === whole || (view.getUint8(whole) === 0x30 && at > whole + 1)) return -1;
  if (view.getUint8(at) === 0x2e) {
    const fraction = at + 1;
    at = endOfDigits(view, fraction);
    if (at === fraction) return -1;
  }
  if ((view.getUint8(at) | 0x20) === 0x65) {
    const sign = view.getUint8(at + 1);
    const exponent = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
    at = endOfDigits(view, exponent);
    if (at === exponent) return -1;
  }
  return at;
}

function endOfDigits(view: DataView, from: number): number {
  let at = from;
  while (isDigit(view.getUint8(at))) at += 1;
  return at;
}
