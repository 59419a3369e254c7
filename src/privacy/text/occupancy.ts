import type { Span } from "./rule.ts";

/** The parts of a text that a finding already stands for (`privacy-rules.md` 3.1). */
export interface Occupancy {
  /** Occupies the span if it is free, and says whether it was. */
  readonly claim: (span: Span) => boolean;
  /** The text with each occupied part replaced by a space. */
  readonly masked: () => string;
}

export function createOccupancy(text: string): Occupancy {
  /** For each code unit the number of the span that holds it; 0 is free. Most texts need none. */
  let owner: Uint32Array | undefined;
  let last = 0;

  return {
    claim: ({ start, end }) => {
      owner ??= new Uint32Array(text.length);
      const isFree = isFreeBetween(owner, start, end);
      // A span that wholly contains what it overlaps takes its place, so that what is left of it
      // does not turn up again; it is not reported.
      const cuts = reachesOver(owner, start) || reachesOver(owner, end);
      if (isFree || !cuts) owner.fill((last += 1), start, end);
      return isFree;
    },
    masked: () => (owner === undefined ? text : masked(text, owner)),
  };
}

function isFreeBetween(owner: Uint32Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (owner[at] !== 0) return false;
  return true;
}

const reachesOver = (owner: Uint32Array, at: number): boolean =>
  owner[at] !== 0 && owner[at - 1] === owner[at];

function masked(text: string, owner: Uint32Array): string {
  let out = "";
  let from = 0;
  for (let at = 0; at < owner.length; at += 1) {
    if (owner[at] === 0) continue;
    if (at === 0 || owner[at - 1] !== owner[at]) out += `${text.slice(from, at)} `;
    from = at + 1;
  }
  return out + text.slice(from);
}
