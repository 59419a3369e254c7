/** Bytes that are asked for by number, however they come. */
export interface ByteSource {
  /** The next bytes, without passing them. */
  readonly peek: (count: number) => Promise<Uint8Array>;
  /** The next bytes, fewer only where the input ends; they are the caller's to keep. */
  readonly take: (count: number) => Promise<Uint8Array>;
  /** Passes over bytes without holding them; resolves to how many there were. */
  readonly skip: (count: number) => Promise<number>;
  /** What is left, piece by piece. */
  readonly rest: () => AsyncGenerator<Uint8Array, void, undefined>;
  /** Lets the input go, wherever reading stopped. */
  readonly close: () => Promise<void>;
}

/** Reads chunks of any size as one row of bytes. Holds one chunk besides what is asked for. */
export function byteSource(chunks: AsyncIterable<Uint8Array>): ByteSource {
  const iterator = chunks[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);

  /** Whether there are bytes to read. */
  async function fill(): Promise<boolean> {
    while (held.length === 0) {
      const next = await iterator.next();
      if (next.done === true) return false;
      held = next.value;
    }
    return true;
  }

  function cut(count: number): Uint8Array {
    const piece = held.subarray(0, count);
    held = held.subarray(count);
    return piece;
  }

  async function take(count: number): Promise<Uint8Array> {
    const taken = new Uint8Array(count);
    let length = 0;
    while (length < count && (await fill())) {
      const piece = cut(count - length);
      taken.set(piece, length);
      length += piece.length;
    }
    return taken.subarray(0, length);
  }

  return {
    peek: async (count) => {
      const seen = await take(count);
      const whole = new Uint8Array(seen.length + held.length);
      whole.set(seen);
      whole.set(held, seen.length);
      held = whole;
      return seen;
    },
    take,
    skip: async (count) => {
      let skipped = 0;
      while (skipped < count && (await fill())) skipped += cut(count - skipped).length;
      return skipped;
    },
    rest: async function* () {
      while (await fill()) yield cut(held.length);
    },
    close: async () => void (await iterator.return?.()),
  };
}
