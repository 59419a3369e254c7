import type { Reading } from "../reader.ts";
import { type ConsentBreach, type ConsentRules, cutAtConsent } from "./consent.ts";
import { createSamples, type Shape } from "./samples.ts";
import type { CreateAggregator, SealRules } from "./seal.ts";

/** Sees one log while it is replayed. */
export interface LogWitness {
  readonly take: (reading: Reading) => void;
  readonly close: () => void;
}

/** Keeps what a proof needs of logs that are read once. */
export interface Witness {
  /** @param path the log as it is shown */
  readonly open: (path: string) => LogWitness;
  readonly testimony: () => Testimony;
}

/** What was seen of all logs. */
export interface Testimony {
  /** The logs as they are shown, in their order. */
  readonly logs: readonly string[];
  readonly shapes: readonly Shape[];
  /** Events of no shape that was kept. */
  readonly uncovered: number;
  readonly consent: {
    readonly cuts: number;
    readonly breaches: readonly (ConsentBreach & { readonly path: string })[];
  };
}

/** A witness of all logs of a run; consent is each log's own. */
export function createWitness(
  rules: Pick<SealRules, "catalogue"> & ConsentRules,
  aggregator?: CreateAggregator,
): Witness {
  const samples = createSamples(rules.catalogue);
  const logs: string[] = [];
  const breaches: (ConsentBreach & { readonly path: string })[] = [];
  let cuts = 0;
  return {
    open: (path) => {
      logs.push(path);
      const consent = cutAtConsent(rules, aggregator);
      return {
        take: (reading) => {
          samples.take(reading, path);
          consent.take(reading);
        },
        close: () => {
          const closed = consent.close();
          cuts += closed.cuts;
          breaches.push(...closed.breaches.map((breach) => ({ ...breach, path })));
        },
      };
    },
    testimony: () => ({
      logs,
      shapes: samples.shapes(),
      uncovered: samples.uncovered(),
      consent: { cuts, breaches },
    }),
  };
}
