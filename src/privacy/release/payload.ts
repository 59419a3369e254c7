import { UNDECLARED } from "../../metrics/kind.ts";
import type { Metrics } from "../../metrics/signal.ts";
import type { Counts } from "../../metrics/tally.ts";
import { bucketsOf } from "./buckets.ts";
import { canonicalText } from "./canonical.ts";
import { isOpen } from "./judge-definitions.ts";
import type { PayloadSchema } from "./judge-payload.ts";
import { periodOf } from "./period.ts";

type Shape = Pick<Metrics, "signals" | "period" | "schema" | "dimensions">;

/**
 * What one installation would send for these counts in the period of the ISO date `today`, in the
 * one form that its bytes may have. What only the installation knows stands as `?`, and so does an
 * open label, which would be sent as the event says it.
 */
export function payloadOf(
  counters: Counts,
  { period, schema, dimensions }: Shape,
  today: string,
): string {
  const counts = Object.fromEntries(
    [...counters].map(([signal, row]) => [signal, Object.fromEntries(row)]),
  );
  const known = dimensions.map((name) => [name, UNDECLARED]);
  return canonicalText({
    ...Object.fromEntries(known),
    counts,
    period: periodOf(today, period),
    schema,
  });
}

/** What such a payload may hold. */
export function schemaOf({ signals, period, schema, dimensions }: Shape): PayloadSchema {
  return {
    version: schema,
    period,
    signals: new Map(
      signals.map((signal) => [
        signal.name,
        {
          kind: "counts",
          buckets: isOpen(signal) ? [...bucketsOf(signal), UNDECLARED] : bucketsOf(signal),
        },
      ]),
    ),
    dimensions: new Map(dimensions.map((name) => [name, (value) => value === UNDECLARED])),
  };
}
