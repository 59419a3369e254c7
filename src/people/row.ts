import type { Person } from "../evaluation/person.ts";
import type { Line } from "../replay/lines.ts";

/** What one row of an input says: a person, or why it says none. The reason repeats no value. */
export type Row =
  | { readonly line: number; readonly person: Person }
  | { readonly line: number; readonly error: string };

/** Reads the rows of one input; lines that are blank say nothing. */
export interface RowReader {
  /** The rows that these lines complete, in their order. */
  readonly read: (lines: readonly Line[]) => Iterable<Row>;
  /** The rows that the end of the input completes. */
  readonly end: () => Iterable<Row>;
}

export const isBlank = (text: string): boolean => BLANK.test(text);
const BLANK = /^[ \t]*$/;

/** Why a line that is longer than any that is read says nobody. */
export const TOO_LONG = "The row is longer than 1,048,576 bytes";
