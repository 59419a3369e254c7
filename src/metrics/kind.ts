import type { Body, Field } from "./path.ts";
import type { Signal } from "./signal.ts";

/** The bucket an event counts in, or nothing when the signal has nothing to count. */
export type Bucketing = (body: Body) => string | undefined;

export type SignalOf<K extends Signal["kind"]> = Extract<Signal, { readonly kind: K }>;

/** Stands for every name and value that the config does not declare: never what the event said. */
export const UNDECLARED = "?";

/**
 * One way of turning events into buckets. A bucket can only be one that the signal declares (or
 * `total`, or `UNDECLARED`): no member may build one from what an event says.
 */
export interface SignalKind<K extends Signal["kind"]> {
  readonly id: K;
  readonly about: string;
  /** Prepares a signal once; the result runs for every event. */
  readonly compile: (signal: SignalOf<K>, field: Field) => Bucketing;
  readonly examples: readonly {
    readonly signal: SignalOf<K>;
    /** Each body and the bucket it must count in. */
    readonly counts: readonly (readonly [body: Body, bucket: string | undefined])[];
  }[];
}
