import type { Event } from "../../event/event.ts";
import { createAggregator } from "../../metrics/aggregator.ts";
import { fieldsOf } from "../../metrics/path.ts";
import type { Metrics } from "../../metrics/signal.ts";
import type { Counts } from "../../metrics/tally.ts";
import { canonicalText } from "../../privacy/release/canonical.ts";
import type { Reading } from "../reader.ts";
import type { CreateAggregator, TriedAggregator } from "./seal.ts";

/** What is on trial: the aggregator of a whole log. */
export interface ConsentRules {
  readonly catalogue: { readonly form: "capture" | "stream" };
  readonly metrics: Pick<Metrics, "signals" | "consent">;
}

/** Something counted that may not be, from this line on. */
export interface ConsentBreach {
  readonly rule: "consent.not-given" | "consent.before-optin";
  readonly line: number;
}

/** Cuts one log at every change of consent. */
export interface ConsentCuts {
  readonly take: (reading: Reading) => void;
  /** Closes the last part. */
  readonly close: () => {
    readonly cuts: number;
    readonly breaches: readonly ConsentBreach[];
  };
}

/**
 * Proves that nothing from before a change counts (`privacy-rules.md` 7): what the whole log counts
 * between two changes must be what that part counts alone, and nothing where there was no grant.
 * One pass, whatever the number of cuts.
 */
export function cutAtConsent(
  { catalogue, metrics }: ConsentRules,
  create: CreateAggregator = createAggregator,
): ConsentCuts {
  const { consent } = metrics;
  const granted = consent && fieldsOf(catalogue.form)(consent.granted);
  const whole = create(metrics, catalogue.form);
  let part = openPart(whole, create(metrics, catalogue.form), { line: 1, isGranted: false });
  let cuts = 0;
  const breaches: ConsentBreach[] = [];

  function close(): void {
    const rule = consent === undefined ? undefined : part.judge();
    if (rule !== undefined && breaches.length < MAX_BREACHES)
      breaches.push({ rule, line: part.line });
  }
  function meet(event: Event, isCounted: boolean): void {
    if (event.name === consent?.on) {
      close();
      cuts += 1;
      part = openPart(whole, create(metrics, catalogue.form), {
        line: event.line,
        isGranted: granted?.(event.body) === true,
      });
    }
    for (const aggregator of [whole, part.alone])
      if (isCounted) aggregator.observe(event);
      else aggregator.hear(event);
  }
  return {
    take: (reading) => {
      if (reading.came === "event") meet(reading.event, true);
      else if (reading.came === "ignored") meet(reading.event, false);
    },
    close: () => {
      close();
      return { cuts, breaches };
    },
  };
}

/** As many as there are places of a finding. */
const MAX_BREACHES = 1_000;

interface Part {
  readonly line: number;
  /** Counts this part and knows nothing of what came before. */
  readonly alone: TriedAggregator;
  readonly judge: () => ConsentBreach["rule"] | undefined;
}

function openPart(
  whole: TriedAggregator,
  alone: TriedAggregator,
  { line, isGranted }: { readonly line: number; readonly isGranted: boolean },
): Part {
  const before = flat(whole.counts);
  return {
    line,
    alone,
    judge: () => {
      const counted = new Map(
        [...flat(whole.counts)]
          .map(([cell, times]): [string, number] => [cell, times - (before.get(cell) ?? 0)])
          .filter(([, times]) => times !== 0),
      );
      const own = flat(alone.counts);
      if (!isGranted && counted.size + own.size > 0) return "consent.not-given";
      return textOf(counted) === textOf(own) ? undefined : "consent.before-optin";
    },
  };
}

function flat(counts: Counts): Map<string, number> {
  return new Map(
    [...counts].flatMap(([signal, row]) =>
      [...row].map(([bucket, times]): [string, number] => [`${signal}\0${bucket}`, times]),
    ),
  );
}

const textOf = (cells: ReadonlyMap<string, number>): string =>
  canonicalText(Object.fromEntries(cells));
