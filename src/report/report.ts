import type { Suite } from "./cases.ts";
import type { ReportedFinding } from "./findings.ts";

/** A value that JSON can say. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** A piece of what a person reads. */
export type Block =
  | { readonly block: "text"; readonly text: string }
  /** What stands under an `aside` is for looking up; a format may fold it away. */
  | { readonly block: "heading"; readonly text: string; readonly aside?: true }
  /**
   * The place of the report's findings; each format writes them its own way. A terminal shows the
   * lines instead, where a report has its own.
   */
  | { readonly block: "findings"; readonly lines?: readonly string[] }
  | {
      readonly block: "table";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly block: "list"; readonly items: readonly string[] };

/** What came of a command: one shape that every format can render. */
export interface Report {
  /** Decides the exit code: `ok` 0, `findings` 1, `partial` 7, `interrupted` 130. */
  readonly outcome: "ok" | "findings" | "partial" | "interrupted";
  /** The contract's `data` for this command. No times, durations or absolute paths. */
  readonly data: { readonly [key: string]: Json | undefined };
  /** Ages and dates, which stand beside `data`. */
  readonly meta?: { readonly [key: string]: Json | undefined };
  /** What text output shows, in order. */
  readonly blocks: readonly Block[];
  /** What was found, in the order of findings; undefined where a command looks for nothing. */
  readonly findings?: readonly ReportedFinding[];
  /** What held and what did not; undefined where a command has no cases. */
  readonly cases?: readonly Suite[];
  /** Whether a text repeats what no output may; asked before anything is written. */
  readonly repeats?: (text: string) => boolean;
  /** The file that is written instead of standard output, as the person named it. */
  readonly out?: string;
}
