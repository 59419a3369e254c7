/**
 * One row of conditions on an event's fields: all must hold. A value that ends in `*` asks for a
 * prefix, every other for equality; a list asks for any of its members.
 */
export type FieldMatch = ReadonlyMap<string, readonly (string | number | boolean)[]>;

interface Selection {
  /** The signal's name, `[a-z0-9_]{1,32}`. */
  readonly name: string;
  /** The name of the event it counts. */
  readonly on: string;
  /** Counted when any row holds; no rows: always. */
  readonly when: readonly FieldMatch[];
  /** Never counted when one of these fields has one of these values. */
  readonly unless: FieldMatch;
  /** The most that one installation says in one of its buckets, in a period. */
  readonly max?: number | undefined;
  /** The schema version since which it counts otherwise than before. */
  readonly changed?: number | undefined;
  /** ISO date; that day still counts. */
  readonly expires?: string | undefined;
  /** Buckets of earlier schemas, which may not come back with another meaning. */
  readonly retired?: readonly string[] | undefined;
  /** Who answers for it, what for, and where it was agreed. */
  readonly owner?: string | undefined;
  readonly purpose?: string | undefined;
  readonly review?: string | undefined;
}

/** Counts occurrences in the one bucket `total`. */
export interface CountSignal extends Selection {
  readonly kind: "count";
}

/** Counts what a field says, folded to the declared buckets. */
export interface LabelSignal extends Selection {
  readonly kind: "label";
  /** The dotted path of the field. */
  readonly label: string;
  readonly fold: "none" | "trim-lower";
  /** Absent: an open label, which is the finding `def.open-label`. */
  readonly buckets: readonly string[] | undefined;
  readonly other: string | undefined;
}

/** Counts `first / (first + second)` in percent by the highest edge that it reaches. */
export interface RatioSignal extends Selection {
  readonly kind: "ratio";
  readonly ratio: readonly [string, string];
  /** Lower bounds in percent, in the order of the config. */
  readonly edges: readonly { readonly bucket: string; readonly from: number }[];
}

/** Reads text to choose a bucket, and never copies it. */
export interface ClassifySignal extends Selection {
  readonly kind: "classify";
  readonly classify: string;
  readonly without: readonly "url"[];
  /** How a status code is found: seed-systems 4.4 P2 and P3, or 2.4; absent: codes are not read. */
  readonly status: "labelled" | "plain" | undefined;
  /** Status codes, both ends included. */
  readonly codes: readonly {
    readonly bucket: string;
    readonly from: number;
    readonly to: number;
  }[];
  /** In order; `=word` asks for a whole word, anything else for a part of the lower-cased text. */
  readonly words: readonly { readonly bucket: string; readonly any: readonly string[] }[];
  readonly other: string;
}

export type Signal = CountSignal | LabelSignal | RatioSignal | ClassifySignal;

/** The `[metrics]` table: what is counted, and under which promise. */
export interface Metrics {
  readonly enabled: boolean;
  readonly endpoint: string | undefined;
  readonly schema: number;
  readonly policy: number;
  readonly period: "day" | "week" | "month";
  readonly dimensions: readonly string[];
  readonly disclosure: string | undefined;
  /** How a replayed log tells consent: the event, and the dotted path of its boolean. */
  readonly consent: { readonly on: string; readonly granted: string } | undefined;
  /** What every signal must say of itself, besides a cap; undefined: nothing. */
  readonly require?: readonly RequiredField[] | undefined;
  readonly signals: readonly Signal[];
}

/** What a signal can be asked to say of itself. */
export type RequiredField = "owner" | "purpose" | "review" | "expires";
