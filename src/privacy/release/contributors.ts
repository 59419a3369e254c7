import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * Counts the people in each cell without keeping who they are: at most `limit` hashes a cell under
 * a key of this run, then only a mark. Memory is cells × limit at any size of log.
 */
export interface Contributors {
  readonly add: (cell: string, who: string) => void;
  /** How many there are; `limit` stands for that many or more. */
  readonly count: (cell: string) => number;
}

export function createContributors(limit: number, key: string): Contributors {
  const cells = new Map<string, Set<string> | "enough">();
  return {
    add: (cell, who) => {
      const held = cells.get(cell);
      if (held === "enough") return;
      const people = held ?? new Set<string>();
      people.add(bytesToHex(sha256(utf8ToBytes(`${key}\0${who}`))).slice(0, 32));
      cells.set(cell, people.size >= limit ? "enough" : people);
    },
    count: (cell) => {
      const held = cells.get(cell);
      return held === "enough" ? limit : (held?.size ?? 0);
    },
  };
}
