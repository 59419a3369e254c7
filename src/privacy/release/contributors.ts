import { hash52 } from "./hash52.ts";

/** Who added to each cell: hashes under a key of this run, or only that there are enough. */
export type People = ReadonlyMap<string, ReadonlySet<number> | "enough">;

/**
 * Counts the people in each cell without keeping who they are: at most `limit` hashes a cell, then
 * only a mark, so that memory is cells × limit at any size of log (`privacy-rules.md` 5).
 */
export interface Contributors {
  readonly add: (cell: string, who: string) => void;
  readonly people: People;
}

/** @param key of this run: without it, the hash of a short id could be guessed */
export function createContributors(limit: number, key: string): Contributors {
  const people = new Map<string, Set<number> | "enough">();
  let last: { readonly who: string; readonly mark: number } | undefined;
  const markOf = (who: string): number => {
    if (last?.who !== who) last = { who, mark: hash52(keyed(key, who)) };
    return last.mark;
  };
  return {
    add: (cell, who) => {
      const held = people.get(cell) ?? new Set<number>();
      if (held === "enough") return;
      held.add(markOf(who));
      people.set(cell, held.size >= limit ? "enough" : held);
    },
    people,
  };
}

/** What is hashed of a person: an engine makes the same text, so it is no more than one beside the other. */
export const keyed = (key: string, who: string): string => `${key} ${who}`;

/** The people of several logs of one run together. */
export function mergePeople(parts: Iterable<People>, limit: number): People {
  const all = new Map<string, Set<number> | "enough">();
  for (const part of parts)
    for (const [cell, found] of part) {
      const held = all.get(cell) ?? new Set<number>();
      if (held === "enough") continue;
      const together = found === "enough" ? "enough" : new Set([...held, ...found]);
      all.set(cell, together === "enough" || together.size >= limit ? "enough" : together);
    }
  return all;
}

/** How many people are in a cell; `limit` stands for that many or more. */
export function countOf(people: People, cell: string, limit: number): number {
  const held = people.get(cell);
  return held === "enough" ? limit : (held?.size ?? 0);
}
