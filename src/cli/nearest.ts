import { nearest } from "../config/nearest.ts";

/** "Did you mean …?" when a known name is near what was typed, else what to do instead. */
export function didYouMean(typed: string, known: readonly string[], otherwise: string): string {
  const near = nearest(typed, known);
  return near === undefined ? otherwise : `Did you mean ${near}?`;
}
