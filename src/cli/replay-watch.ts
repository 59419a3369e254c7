import { OpsError } from "../errors.ts";

/** What the threads of a replay tell each other: how far they are together, and when to stop. */
export interface Watch {
  /** What another thread makes the same watch of. */
  readonly memory: SharedArrayBuffer;
  /** Counts bytes as they come. Throws `interrupted` once the replay is to stop. */
  readonly passing: (bytes: number) => void;
  readonly heard: (lines: number, findings: number) => void;
  readonly seen: () => Seen;
  readonly stop: () => void;
}

export interface Seen {
  /** As they lie in their files, packed or not. */
  readonly bytes: number;
  readonly lines: number;
  readonly findings: number;
}

const [STOP, BYTES, LINES, FINDINGS, SLOTS] = [0, 1, 2, 3, 4] as const;

/** @param memory of the same watch in another thread; a new watch without */
export function createWatch(
  memory: SharedArrayBuffer = new SharedArrayBuffer(SLOTS * BigInt64Array.BYTES_PER_ELEMENT),
): Watch {
  const slots = new BigInt64Array(memory);
  const add = (slot: number, count: number): void => void Atomics.add(slots, slot, BigInt(count));
  const at = (slot: number): number => Number(Atomics.load(slots, slot));
  return {
    memory,
    passing: (bytes) => {
      if (at(STOP) !== 0) throw new OpsError("interrupted", "Stopped: interrupted");
      add(BYTES, bytes);
    },
    heard: (lines, findings) => {
      add(LINES, lines);
      add(FINDINGS, findings);
    },
    seen: () => ({ bytes: at(BYTES), lines: at(LINES), findings: at(FINDINGS) }),
    stop: () => void Atomics.store(slots, STOP, 1n),
  };
}
