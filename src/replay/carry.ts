/** The unfinished line at the end of a chunk. */
export interface Carry {
  readonly isEmpty: () => boolean;
  /** Keeps more of the line. Past the capacity nothing is kept but the fact. */
  readonly add: (bytes: Uint8Array) => void;
  /** What was kept, until the next `take`, or null if it was too much. Starts afresh. */
  readonly take: () => Uint8Array | null;
}

/**
 * Two buffers, used in turn for every line, which grow to the capacity at most.
 *
 * @param beyond how many bytes of the same memory may be read behind what was kept
 */
export function createCarry(capacityBytes: number, beyond: number = 0): Carry {
  let buffer = new Uint8Array(beyond);
  let other = new Uint8Array(beyond);
  let length = 0;
  return {
    isEmpty: () => length === 0,
    add: (bytes) => {
      const needed = length + bytes.length;
      if (needed <= capacityBytes) {
        if (needed + beyond > buffer.length)
          buffer = grown(buffer, Math.min(2 * needed, capacityBytes) + beyond);
        buffer.set(bytes, length);
      }
      length = needed;
    },
    take: () => {
      const held = length <= capacityBytes ? buffer.subarray(0, length) : null;
      [buffer, other] = [other, buffer];
      length = 0;
      return held;
    },
  };
}

function grown(buffer: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(buffer);
  return larger;
}
