import { createCarry } from "./carry.ts";
import type { Stretch } from "./shapes/outline.ts";

/** One line of a log. */
export interface Line {
  /** From one. */
  readonly number: number;
  /** Without its terminator; null for a line that is too long to be read. */
  readonly text: string | null;
  /** Its bytes, while its run lasts, where they can be read without a look at their end. */
  readonly stretch?: Stretch;
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
 *
 * @param isContinued whether other lines came before: then a mark at the start is a character
 */
export async function* lines(
  chunks: AsyncIterable<Uint8Array>,
  isContinued: boolean = false,
): AsyncGenerator<Iterable<Line>, void, undefined> {
  const cutter = createCutter(isContinued);
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

function createCutter(isContinued: boolean): Cutter {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const decode = (bytes: Uint8Array): string => decoder.decode(bytes);
  // A line may come with its CR, and the first one with its mark.
  const carry = createCarry(MAX_LINE_BYTES + 1 + MARK.length);
  let number = 0;

  function toLine(bytes: Uint8Array | null): Line {
    number += 1;
    const fits = bytes !== null && bytes.length <= MAX_LINE_BYTES;
    return { number, text: fits ? decode(bytes) : null };
  }
  /** A line that lies in its chunk as a whole, and not at its very end. */
  function whole(chunk: Uint8Array, view: DataView, from: number, to: number): Line {
    const end = to > from && chunk[to - 1] === CR ? to - 1 : to;
    if (number === 0 || end - from > MAX_LINE_BYTES || to + READ_AHEAD > chunk.length)
      return toLine(withoutCr(opened(chunk.subarray(from, to))));
    number += 1;
    return new LineOfChunk(number, decode, { bytes: chunk, view, from, to: end });
  }
  const opened = (bytes: Uint8Array | null): Uint8Array | null =>
    number === 0 && !isContinued && bytes !== null ? withoutMark(bytes) : bytes;

  return {
    *cut(chunk) {
      const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      let from = 0;
      for (let to = chunk.indexOf(LF); to !== -1; to = chunk.indexOf(LF, from)) {
        if (carry.isEmpty()) yield whole(chunk, view, from, to);
        else {
          carry.add(chunk.subarray(from, to));
          yield toLine(withoutCr(opened(carry.take())));
        }
        from = to + 1;
      }
      carry.add(chunk.subarray(from));
    },
    *end() {
      const rest = opened(carry.take());
      if (rest === null || rest.length > 0) yield toLine(rest);
    },
  };
}

/** How far behind a line is looked. */
const READ_AHEAD = 8;

/** Most lines are never needed as text. */
class LineOfChunk implements Line, Stretch {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly from: number;
  readonly to: number;
  private readonly decode: (bytes: Uint8Array) => string;

  constructor(
    number: number,
    decode: (bytes: Uint8Array) => string,
    { bytes, view, from, to }: Stretch,
  ) {
    this.number = number;
    this.bytes = bytes;
    this.view = view;
    this.from = from;
    this.to = to;
    this.decode = decode;
  }

  get text(): string {
    return this.decode(this.bytes.subarray(this.from, this.to));
  }

  get stretch(): Stretch {
    return this;
  }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return MARK.every((byte, at) => bytes[at] === byte) ? bytes.subarray(MARK.length) : bytes;
}

function withoutCr(bytes: Uint8Array | null): Uint8Array | null {
  return bytes?.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
}
