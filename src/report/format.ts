import type { Diagnostic } from "../errors.ts";
import type { Cells } from "./cells.ts";
import type { Report } from "./report.ts";

/** What a format is given: a command's report, or the diagnostics that took its place. */
export interface Outcome {
  readonly command: string;
  readonly exitCode: number;
  readonly report: Report | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Of the terminal that shows it, in cells; undefined in a pipe and in a file. */
  readonly width?: number | undefined;
  /** How many cells of a terminal a text takes; absent: one a character. */
  readonly cells?: Cells;
  /** Says on the way what a format had to leave out. */
  readonly say?: (text: string) => void;
  /** The bytes of a text once it is compressed, as an upload does; absent: those it has. */
  readonly packedBytes?: (text: string) => number;
}

/** What a format is made for, besides the blocks that every report has. */
export type Need = "findings" | "cases";

/** A way to write an outcome down. */
export interface Format {
  readonly id: string;
  readonly about: string;
  /** Only a command whose report has it can be written in this format. */
  readonly needs?: Need;
  /** Its places are those of the repository, not of the working directory. */
  readonly places?: "repository";
  /** A file that the environment names, to which something is added besides. */
  readonly beside?: {
    readonly variable: string;
    /** The most that the platform takes of the whole file. */
    readonly maxBytes: number;
    readonly render: (outcome: Outcome, maxBytes: number) => string;
  };
  readonly render: (outcome: Outcome) => string;
}
