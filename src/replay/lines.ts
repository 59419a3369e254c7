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
  // A line may come with its CR and its LF, and the first one with its mark.
  const carry = createCarry(MAX_LINE_BYTES + 2 + MARK.length, READ_AHEAD);
  let number = 0;

  /** The line whose LF stands at `to`. */
  function lineOf({ bytes, view, from, to }: Stretch): Line {
    const start = from + markOf(bytes, from);
    const end = to > start && bytes[to - 1] === CR ? to - 1 : to;
    number += 1;
    if (end - start > MAX_LINE_BYTES) return { number, text: null };
    if (to + READ_AHEAD > bytes.length) return { number, text: decode(bytes.subarray(start, end)) };
    return new LineOfChunk(number, decode, { bytes, view, from: start, to: end });
  }
  /** The line that began in an earlier chunk, and ends with these bytes. */
  function carried(rest: Uint8Array): Line {
    carry.add(rest);
    const held = carry.take();
    if (held === null) return { number: (number += 1), text: null };
    const bytes = new Uint8Array(held.buffer, held.byteOffset, held.length + READ_AHEAD);
    return lineOf({ bytes, view: viewOf(bytes), from: 0, to: held.length - 1 });
  }
  /** How long the mark is that the log begins with. */
  function markOf(bytes: Uint8Array, from: number): number {
    const isMarked =
      number === 0 && !isContinued && MARK.every((byte, at) => bytes[from + at] === byte);
    return isMarked ? MARK.length : 0;
  }

  return {
    *cut(chunk) {
      const view = viewOf(chunk);
      let from = 0;
      for (let to = chunk.indexOf(LF); to !== -1; to = chunk.indexOf(LF, from)) {
        if (carry.isEmpty()) yield lineOf({ bytes: chunk, view, from, to });
        else yield carried(chunk.subarray(from, to + 1));
        from = to + 1;
      }
      carry.add(chunk.subarray(from));
    },
    *end() {
      const rest = carry.take();
      const start = rest === null ? 0 : markOf(rest, 0);
      if (rest !== null && rest.length === start) return;
      number += 1;
      const fits = rest !== null && rest.length - start <= MAX_LINE_BYTES;
      yield { number, text: fits ? decode(rest.subarray(start)) : null };
    },
  };
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

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
