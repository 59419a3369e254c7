import type { Span } from "./rule.ts";

/**
 * Occupies a part of a text if it is free, and says whether it was (`privacy-rules.md` 3.1).
 *
 * @param taken the parts that a finding already stands for, none of which overlaps another, by
 *   their place in the text
 */
export function claim(taken: Span[], span: Span): boolean {
  const first = countBefore(taken, span.start);
  let next = first;
  while ((taken[next]?.start ?? span.end) < span.end) next += 1;
  const cuts =
    (taken[first]?.start ?? span.start) < span.start || (taken[next - 1]?.end ?? 0) > span.end;
  // A span that wholly contains what it overlaps takes its place, so that what is left of it does
  // not turn up again; it is not reported.
  if (first === taken.length) taken.push(span);
  else if (!cuts) taken.splice(first, next - first, span);
  return first === next;
}

/** How many end before this place, or there. */
function countBefore(taken: readonly Span[], place: number): number {
  let [low, high] = [0, taken.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((taken[middle]?.end ?? place) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The text with each part that is taken replaced by a space. */
export function masked(text: string, taken: readonly Span[]): string {
  let out = "";
  let from = 0;
  for (const { start, end } of taken) {
    out += `${text.slice(from, start)} `;
    from = end;
  }
  return from === 0 ? text : out + text.slice(from);
}
