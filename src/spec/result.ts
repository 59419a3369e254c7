import type { Explanation } from "../evaluation/explain.ts";
import type { Outcome } from "../evaluation/outcome.ts";
import type { Json } from "../experiment/json.ts";

/** What came of spec files, in the order they were given. */
export interface SpecRun {
  readonly files: readonly FileResult[];
}

export interface FileResult {
  readonly path: string;
  readonly tests: readonly TestResult[];
}

export interface TestResult {
  readonly name: string;
  readonly kind: "flag" | "segment";
  /** The flag's key, or the segment's name. */
  readonly key: string;
  /** From one. */
  readonly line: number;
  readonly ok: boolean;
  /** Who was asked; of many people the first for whom the test fails. */
  readonly id: string;
  /** What the spec asserts. */
  readonly expected: Said;
  /** All that can be asserted, as it is. */
  readonly actual: Said;
  /** The names of what is not as expected. */
  readonly differs: readonly string[];
  readonly outcome: Outcome;
  /** How a failure came about: the flag, unless it is never remote, and segments that do not hold. */
  readonly explanations: readonly Explanation[];
}

/** Values by the names of `expect`. */
export type Said = Readonly<Record<string, Json>>;
