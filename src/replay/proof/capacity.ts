import type { Metrics } from "../../metrics/signal.ts";
import { capacityBits } from "../../privacy/release/capacity.ts";
import { isOpen } from "../../privacy/release/judge-definitions.ts";
import { schemaOf } from "../../privacy/release/payload.ts";
import type { Capacity } from "./certificate.ts";

/**
 * What one installation can say in one period, by signal (`privacy-rules.md` 6.4), rounded up: an
 * upper bound. An open label has none, because its buckets are whatever the event says.
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
  const bits = signals.some((signal) => signal.bits === null)
    ? null
    : Math.ceil(capacityBits(schemas.values()));
  return { bits, signals };
}
