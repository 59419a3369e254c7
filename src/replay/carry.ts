/** The unfinished line at the end of a chunk. */
export interface Carry {
  readonly isEmpty: () => boolean;
  /** Keeps more of the line. Past the capacity nothing is kept but the fact. */
  readonly add: (bytes: Uint8Array) => void;
  /** What was kept, until the next `add`, or null if it was too much. Starts afresh. */
  readonly take: () => Uint8Array | null;
}

/** One buffer, which grows to the capacity at most and is used for every line. */
export function createCarry(capacityBytes: number): Carry {
  let buffer = new Uint8Array(0);
  let length = 0;
  return {
    isEmpty: () => length === 0,
    add: (bytes) => {
      const needed = length + bytes.length;
      if (needed <= capacityBytes) {
        if (needed > buffer.length) buffer = grown(buffer, needed, capacityBytes);
        buffer.set(bytes, length);
      }
      length = needed;
    },
    take: () => {
      const held = length <= capacityBytes ? buffer.subarray(0, length) : null;
      length = 0;
      return held;
    },
  };
}

function grown(buffer: Uint8Array, needed: number, capacity: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(Math.max(needed, 2 * buffer.length), capacity));
  larger.set(buffer);
  return larger;
}
