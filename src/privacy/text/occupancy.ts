import type { Span } from "./rule.ts";

/** The parts of a text that a finding already stands for (`privacy-rules.md` 3.1). */
export interface Occupancy {
  /** Occupies the span if it is free, and says whether it was. */
  readonly claim: (span: Span) => boolean;
  /** The text with each occupied part replaced by a space. */
  readonly masked: () => string;
}

export function createOccupancy(text: string): Occupancy {
  /** For each code unit the number of the span that holds it; 0 is free. */
  const owner = new Uint32Array(text.length);
  let last = 0;

  const occupy = ({ start, end }: Span): void => {
    last += 1;
    owner.fill(last, start, end);
  };
  const reachesOver = (at: number): boolean => owner[at] !== 0 && owner[at - 1] === owner[at];

  return {
    claim: (span) => {
      const isFree = owner.subarray(span.start, span.end).every((mark) => mark === 0);
      // A span that wholly contains what it overlaps takes its place, so that what is left of it
      // does not turn up again; it is not reported.
      const cuts = reachesOver(span.start) || reachesOver(span.end);
      if (isFree || !cuts) occupy(span);
      return isFree;
    },
    masked: () => {
      if (last === 0) return text;
      let out = "";
      let from = 0;
      for (let at = 0; at < owner.length; at += 1) {
        if (owner[at] === 0) continue;
        if (at === 0 || owner[at - 1] !== owner[at]) out += `${text.slice(from, at)} `;
        from = at + 1;
      }
      return out + text.slice(from);
    },
  };
}
