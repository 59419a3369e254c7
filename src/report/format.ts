import type { Diagnostic } from "../errors.ts";
import type { Report } from "./report.ts";

/** What a format is given: a command's report, or the diagnostics that took its place. */
export interface Outcome {
  readonly command: string;
  readonly exitCode: number;
  readonly report: Report | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** A way to write an outcome down. */
export interface Format {
  readonly id: string;
  readonly about: string;
  readonly render: (outcome: Outcome) => string;
}
