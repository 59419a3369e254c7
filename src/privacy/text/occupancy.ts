import type { Span } from "./rule.ts";

/** The parts of a text that a finding already stands for (`privacy-rules.md` 3.1). */
export interface Occupancy {
  /** Occupies the span if it is free, and says whether it was. */
  readonly claim: (span: Span) => boolean;
  /** The text with each occupied part replaced by a space. */
  readonly masked: () => string;
}

export function createOccupancy(text: string): Occupancy {
  /** Those that are occupied, none of which overlaps another, by their place in the text. */
  const taken: Span[] = [];

  /** How many end before this place. */
  function endingBefore(place: number): number {
    let [low, high] = [0, taken.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((taken[middle]?.end ?? place) <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    claim: (span) => {
      const first = endingBefore(span.start);
      let next = first;
      while ((taken[next]?.start ?? span.end) < span.end) next += 1;
      const cuts =
        (taken[first]?.start ?? span.start) < span.start || (taken[next - 1]?.end ?? 0) > span.end;
      // A span that wholly contains what it overlaps takes its place, so that what is left of it
      // does not turn up again; it is not reported.
      if (!cuts) taken.splice(first, next - first, span);
      return first === next;
    },
    masked: () => {
      let out = "";
      let from = 0;
      for (const { start, end } of taken) {
        out += `${text.slice(from, start)} `;
        from = end;
      }
      return from === 0 ? text : out + text.slice(from);
    },
  };
}
