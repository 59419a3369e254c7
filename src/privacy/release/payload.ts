import { capped } from "../../metrics/cap.ts";
import { UNDECLARED } from "../../metrics/kind.ts";
import type { Metrics, Signal } from "../../metrics/signal.ts";
import type { Counts } from "../../metrics/tally.ts";
import { bucketsOf } from "./buckets.ts";
import { canonicalText } from "./canonical.ts";
import { isOpen } from "./judge-definitions.ts";
import type { PayloadSchema, SignalSchema } from "./payload-schema.ts";
import { periodOf } from "./period.ts";

type Shape = Pick<Metrics, "signals" | "period" | "schema" | "dimensions">;

/**
 * What one installation would send for these counts in the period of the ISO date `today`, in the
 * one form that its bytes may have, and no signal above its cap. What only the installation knows
 * stands as `?`, and so does an open label, which would be sent as the event says it.
 */
export function payloadOf(
  counters: Counts,
  { signals, period, schema, dimensions }: Shape,
  today: string,
): string {
  const counts = Object.fromEntries(
    [...capped(counters, signals)].map(([signal, row]) => [signal, Object.fromEntries(row)]),
  );
  const known = dimensions.map((name) => [name, UNDECLARED]);
  return canonicalText({
    ...Object.fromEntries(known),
    counts,
    period: periodOf(today, period),
    schema,
  });
}

/** What such a payload may hold: every declared bucket, up to the cap that its signal declares. */
export function schemaOf({ signals, period, schema, dimensions }: Shape): PayloadSchema {
  return {
    version: schema,
    period,
    signals: new Map(signals.map((signal) => [signal.name, toSchema(signal)])),
    dimensions: new Map(dimensions.map((name) => [name, (value) => value === UNDECLARED])),
  };
}

function toSchema(signal: Signal): SignalSchema {
  const buckets = bucketsOf(signal);
  return {
    kind: "counts",
    buckets: isOpen(signal) ? [...buckets, UNDECLARED] : buckets,
    ...(signal.max !== undefined && { max: signal.max }),
  };
}
