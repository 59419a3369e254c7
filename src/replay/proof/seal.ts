import type { Catalogue } from "../../event/catalogue.ts";
import { type Aggregator, createAggregator } from "../../metrics/aggregator.ts";
import { UNDECLARED } from "../../metrics/kind.ts";
import { type Body, fieldsOf } from "../../metrics/path.ts";
import type { Metrics } from "../../metrics/signal.ts";
import { add, type Counts, merge, type Tally } from "../../metrics/tally.ts";
import { isOpen } from "../../privacy/release/judge-definitions.ts";
import { payloadOf } from "../../privacy/release/payload.ts";
import { createLogReader } from "../log-reader.ts";

/** What counts is on trial; a test puts one that leaks in its place. */
export type CreateAggregator = (...given: Parameters<typeof createAggregator>) => TriedAggregator;

export type TriedAggregator = Pick<Aggregator, "observe" | "hear" | "counts">;

/** What of the config decides the sealed bytes. */
export interface SealRules {
  readonly catalogue: Catalogue;
  readonly metrics: Pick<Metrics, "signals" | "consent" | "period" | "schema" | "dimensions">;
  /** ISO date. */
  readonly today: string;
}

/** The sealed bytes of the lines of one log, on another day where one is given. */
export type Seal = (lines: Iterable<string>, today?: string) => string;

/**
 * Runs lines through the reader and the aggregator to the bytes that would be sent. The counters
 * never hold the word of an open label, but a sender would: its mapping says to copy it. So it is
 * put back here, where what leaves is proven.
 */
export function sealing(rules: SealRules, create: CreateAggregator = createAggregator): Seal {
  const { catalogue, metrics } = rules;
  const field = fieldsOf(catalogue.form);
  const open = new Map(
    metrics.signals.flatMap((signal) =>
      signal.kind === "label" && isOpen(signal) ? [[signal.name, field(signal.label)]] : [],
    ),
  );
  return (lines, today = rules.today) => {
    const reader = createLogReader(catalogue);
    const said: Tally = new Map();
    const aggregator = create(metrics, catalogue.form, (signal, bucket, body: Body) => {
      const read = open.get(signal);
      if (read !== undefined && bucket === UNDECLARED) add(said, signal, String(read(body)));
    });
    let number = 0;
    for (const text of lines)
      for (const reading of reader.read({ number: (number += 1), text }).readings)
        if (reading.came === "event") aggregator.observe(reading.event);
        else if (reading.came === "ignored") aggregator.hear(reading.event);
    return payloadOf(spelt(aggregator.counts, said), metrics, today);
  };
}

function spelt(counts: Counts, said: Counts): Counts {
  const closed = [...counts].map(([signal, row]): [string, ReadonlyMap<string, number>] => [
    signal,
    said.has(signal) ? new Map([...row].filter(([bucket]) => bucket !== UNDECLARED)) : row,
  ]);
  return merge([new Map(closed), said]);
}
