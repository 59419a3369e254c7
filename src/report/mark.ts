import type { Mark } from "../experiment/mark.ts";

/** A mark as a cell of a table; what is as it should be is no news. */
export function markText(mark: Mark | undefined): string {
  return mark === undefined || mark === "same" ? "" : mark;
}
