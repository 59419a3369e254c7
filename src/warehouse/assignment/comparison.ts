import type { FlagProperty } from "../../evaluation/flag.ts";
import type { Judge } from "../../evaluation/operator.ts";
import type { Dialect } from "../dialect.ts";

/** How an operator judges a text and a number, as SQL. The other kinds it is asked about itself. */
export interface Comparison {
  readonly text: (held: string) => string;
  /** `held` is a finite double. */
  readonly number: (held: string) => string;
  /** Texts that SQL cannot judge as the evaluator does. */
  readonly textBeyond?: (held: string) => string;
  /** Numbers likewise. */
  readonly numberBeyond?: (held: string) => string;
}

/** Writes an operator that knows its value; a text where SQL cannot say it, and why. */
export type Compare = (
  asked: FlagProperty["value"],
  judge: Judge,
  dialect: Dialect,
) => Comparison | string;

/** A double as a literal that is read back as the same one. */
export function double(value: number): string {
  return `CAST('${value}' AS DOUBLE)`;
}
