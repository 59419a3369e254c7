import type { Catalogue } from "../../event/catalogue.ts";
import { createAggregator } from "../../metrics/aggregator.ts";
import { UNDECLARED } from "../../metrics/kind.ts";
import type { Metrics } from "../../metrics/signal.ts";
import { add, type Counts, merge, type Tally } from "../../metrics/tally.ts";
import { periodOf } from "../../privacy/release/period.ts";
import { readers } from "../../replay/readers.ts";
import { DAY_MS, isoDay } from "../clock.ts";

/** What is counted and not yet kept, by period. */
export interface Counting {
  /** Counts an event as a replay of it would: read by the same reader, into the same buckets. */
  readonly observe: (event: unknown) => void;
  /** The periods that have counts. */
  readonly periods: () => readonly string[];
  /** A copy of the counts of a period; they stay until `settle` takes them out. */
  readonly counts: (period: string) => Counts;
  /** Takes out what is kept elsewhere now. What came in the meantime stays. */
  readonly settle: (period: string, kept: Counts) => void;
  readonly discard: () => void;
}

/** Counts in memory, by the UTC period at the moment of each event. It knows no disk. */
export function createCounting(
  { catalogue, metrics }: { readonly catalogue: Catalogue; readonly metrics: Metrics },
  now: () => number,
): Counting {
  const pending = new Map<string, Tally>();
  const today = currentPeriod(metrics.period, now);
  const read = readers[catalogue.form].open(catalogue);
  // The events that tell consent are never counted (`metrics.consent`), live or in a replay.
  const signals = metrics.signals.filter(({ on }) => on !== metrics.consent?.on);
  const aggregator = createAggregator(
    { signals, consent: undefined },
    catalogue.form,
    (signal, bucket) => {
      // Where a label has no list there is nothing that could be said.
      if (bucket !== UNDECLARED) add(tallyOf(pending, today()), signal, bucket);
    },
  );
  return {
    observe: (event) => {
      for (const reading of read(event, 0, () => undefined))
        if (reading.came === "event") aggregator.observe(reading.event);
    },
    periods: () => [...pending.keys()].toSorted(),
    counts: (period) => merge([pending.get(period) ?? new Map()]),
    settle: (period, kept) => {
      const left = subtract(pending.get(period) ?? new Map(), kept);
      if (left.size === 0) pending.delete(period);
      else pending.set(period, left);
    },
    discard: () => pending.clear(),
  };
}

function tallyOf(pending: Map<string, Tally>, period: string): Tally {
  const held = pending.get(period);
  if (held !== undefined) return held;
  const tally: Tally = new Map();
  pending.set(period, tally);
  return tally;
}

/** The period of this moment, worked out once a day. */
function currentPeriod(unit: Metrics["period"], now: () => number): () => string {
  let day = Number.NaN;
  let period = "";
  return () => {
    const current = Math.floor(now() / DAY_MS);
    if (current !== day) {
      day = current;
      period = periodOf(isoDay(current * DAY_MS), unit);
    }
    return period;
  };
}

/** What is left of counts without a part of them. */
export function subtract(counts: Counts, part: Counts): Tally {
  const left: Tally = new Map();
  for (const [signal, row] of counts)
    for (const [bucket, times] of row) {
      const rest = times - (part.get(signal)?.get(bucket) ?? 0);
      if (rest > 0) add(left, signal, bucket, rest);
    }
  return left;
}
