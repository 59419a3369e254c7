import type { JudgingRule } from "../rule.ts";

/** What a signal is, whatever a config calls it. */
export interface Definition {
  readonly name: string;
  /** Undefined where the buckets have no names of their own, or are open. */
  readonly buckets?: readonly string[];
  /** Whether a label is copied from the event, and nobody has listed what it may say. */
  readonly isOpen?: boolean;
  /** Lower bounds of buckets of a number. */
  readonly edges?: readonly number[];
  /** A number without an end, or a percentage. */
  readonly scale?: "open" | "percent";
  readonly unit?: string;
  /** The most that one installation adds to a bucket in a period. */
  readonly max?: number;
  /** ISO date; that day still counts. */
  readonly expires?: string;
  /** Who, why and where agreed, by the name of the field. */
  readonly metadata?: Readonly<Record<string, string | undefined>>;
}

/** What a team asks of its signals besides. */
export interface DefinitionPolicy {
  /** ISO date. */
  readonly today?: string;
  /** Fields that must say something; undefined: no field, no unit and no cap is asked for. */
  readonly require?: readonly string[];
  readonly minRatio?: number;
  /** Buckets of earlier schemas: they stay retired for ever. */
  readonly retired?: readonly string[];
}

/** A rule about how a signal is defined (`privacy-rules.md` 2, `def.*`). */
export type DefinitionRule = JudgingRule<Defined>;

/** What such a rule judges. */
export interface Defined {
  readonly definition: Definition;
  readonly policy: DefinitionPolicy;
}
