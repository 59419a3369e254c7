import { closest, distance } from "fastest-levenshtein";

/** "Did you mean …?" when a known name is near what was typed, else what to do instead. */
export function didYouMean(typed: string, known: readonly string[], otherwise: string): string {
  if (known.length === 0) return otherwise;
  const near = closest(typed, known);
  return distance(typed, near) <= Math.max(2, typed.length / 3)
    ? `Did you mean ${near}?`
    : otherwise;
}
