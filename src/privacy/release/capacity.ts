import type { Metrics } from "../../metrics/signal.ts";
import { isOpen } from "./judge-definitions.ts";
import type { SignalSchema } from "./payload-schema.ts";
import { schemaOf } from "./payload.ts";

/** The most that one installation can say in one period, in bits; null where there is no bound. */
export interface Capacity {
  readonly bits: number | null;
  readonly signals: readonly { readonly signal: string; readonly bits: number | null }[];
}

/**
 * What one installation can say in one period, by signal and in all, rounded up: an upper bound.
 * An open label has none, because its buckets are whatever the event says.
 */
export function capacityOf(
  metrics: Pick<Metrics, "signals" | "period" | "schema" | "dimensions">,
): Capacity {
  const { signals: schemas } = schemaOf(metrics);
  const signals = metrics.signals.map((signal) => {
    const schema = schemas.get(signal.name);
    const bits = isOpen(signal) || schema === undefined ? null : Math.ceil(capacityBits([schema]));
    return { signal: signal.name, bits };
  });
  const isBounded = signals.every(({ bits }) => bits !== null);
  return { bits: isBounded ? Math.ceil(capacityBits(schemas.values())) : null, signals };
}

/**
 * An upper bound, in bits, for what one installation can say in one period
 * (`privacy-rules.md` 6.4): one of b buckets or none, or every bucket up to its cap.
 */
export function capacityBits(signals: Iterable<SignalSchema>): number {
  let bits = 0;
  for (const { kind, buckets, max = Number.MAX_SAFE_INTEGER } of signals)
    bits += kind === "one-of" ? Math.log2(buckets.length + 1) : buckets.length * Math.log2(max + 1);
  return bits;
}
