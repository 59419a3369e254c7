import type { PeriodUnit } from "./period.ts";

/** What a sealed payload may hold. */
export interface PayloadSchema {
  readonly version: number;
  readonly period: PeriodUnit;
  readonly signals: ReadonlyMap<string, SignalSchema>;
  /** Declared fields besides the three fixed ones, and what each may hold. */
  readonly dimensions: ReadonlyMap<string, (value: unknown) => boolean>;
  readonly maxBytes?: number;
  readonly maxCells?: number;
}

export interface SignalSchema {
  /** `one-of`: a payload holds one bucket of it at most, with the count 1. */
  readonly kind: "counts" | "one-of";
  readonly buckets: readonly string[];
  /** The most that one installation may add in a period; absent: no cap but the integers'. */
  readonly max?: number;
}
