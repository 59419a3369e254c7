import { createCarry } from "./carry.ts";

/** One line of a log. */
export interface Line {
  /** From one. */
  readonly number: number;
  /** Without its terminator; null for a line that is too long to be read. */
  readonly text: string | null;
}

/** The longest line that is read, in bytes without its terminator. */
export const MAX_LINE_BYTES = 1_048_576;

/**
 * Cuts bytes into lines (seed-systems 4.3, L1 to L4). Only LF ends a line, one CR before it goes
 * with it, a byte order mark at the start is skipped, and bytes that are no UTF-8 become U+FFFD.
 * How the bytes fall into chunks never shows.
 *
 * Lines come in runs, one for each chunk, because awaiting every line would cost more than
 * reading it. A run must be used up before the next is asked for; only one chunk and one line
 * are held at any time.
 */
export async function* lines(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Iterable<Line>, void, undefined> {
  const cutter = createCutter();
  for await (const chunk of chunks) yield cutter.cut(chunk);
  yield cutter.end();
}

const LF = 0x0a;
const CR = 0x0d;
const MARK = [0xef, 0xbb, 0xbf] as const;

interface Cutter {
  readonly cut: (chunk: Uint8Array) => Iterable<Line>;
  /** What stands after the last LF: a line, unless it is nothing. */
  readonly end: () => Iterable<Line>;
}

function createCutter(): Cutter {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  // A line may come with its CR, and the first one with its mark.
  const carry = createCarry(MAX_LINE_BYTES + 1 + MARK.length);
  let number = 0;

  function toLine(bytes: Uint8Array | null): Line {
    number += 1;
    const fits = bytes !== null && bytes.length <= MAX_LINE_BYTES;
    return { number, text: fits ? decoder.decode(bytes) : null };
  }
  const opened = (bytes: Uint8Array | null): Uint8Array | null =>
    number === 0 && bytes !== null ? withoutMark(bytes) : bytes;

  return {
    *cut(chunk) {
      let from = 0;
      for (let to = chunk.indexOf(LF); to !== -1; to = chunk.indexOf(LF, from)) {
        const piece = chunk.subarray(from, to);
        from = to + 1;
        if (carry.isEmpty()) yield toLine(withoutCr(opened(piece)));
        else {
          carry.add(piece);
          yield toLine(withoutCr(opened(carry.take())));
        }
      }
      carry.add(chunk.subarray(from));
    },
    *end() {
      const rest = opened(carry.take());
      if (rest === null || rest.length > 0) yield toLine(rest);
    },
  };
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return MARK.every((byte, at) => bytes[at] === byte) ? bytes.subarray(MARK.length) : bytes;
}

function withoutCr(bytes: Uint8Array | null): Uint8Array | null {
  return bytes?.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
}
