import type { Event } from "../event/event.ts";
import { consentGate } from "./consent.ts";
import type { Bucketing } from "./kind.ts";
import { bucketing } from "./kinds.ts";
import { type Field, fieldsOf } from "./path.ts";
import { selection } from "./selection.ts";
import type { Metrics, Signal } from "./signal.ts";
import { add, type Counts, type Tally } from "./tally.ts";

/** Counts the events of one log, or of a part of one. */
export interface Aggregator {
  /** Counts an event, if there is consent and a signal wants it. */
  readonly observe: (event: Pick<Event, "name" | "body">) => void;
  /** Hears an event that must not be counted, for what it says about consent. */
  readonly hear: (event: Pick<Event, "name" | "body">) => void;
  readonly counts: Counts;
  /** What counts too if there was consent before this part of the log. */
  readonly undecided: Counts;
  /** Whether there is consent at the end; undefined where it is as it was before this part. */
  readonly consent: () => boolean | undefined;
}

/** Told of each cell that an event counts in, or does if there was consent before this part. */
export type Counted = (
  signal: string,
  bucket: string,
  body: Event["body"],
  isDecided: boolean,
) => void;

/**
 * Prepares the declared signals for logs of one form. `metrics.enabled` is not looked at: whoever
 * sends asks for it, and a replay shows what would be counted (docs/decisions/0003).
 *
 * @param isContinued whether another part of the log came before
 */
export function createAggregator(
  { signals, consent }: Pick<Metrics, "signals" | "consent">,
  form: "capture" | "stream",
  counted: Counted = () => undefined,
  isContinued: boolean = false,
): Aggregator {
  const field = fieldsOf(form);
  const counters = byEvent(signals, field);
  const gate = consentGate(consent, field, isContinued);
  const counts: Tally = new Map();
  const undecided: Tally = new Map();
  return {
    hear: gate.hear,
    observe: (event) => {
      gate.hear(event);
      if (!gate.lets(event)) return;
      const isDecided = gate.given() !== undefined;
      for (const { name, bucketOf } of counters.get(event.name) ?? []) {
        const bucket = bucketOf(event.body);
        if (bucket === undefined) continue;
        add(isDecided ? counts : undecided, name, bucket);
        counted(name, bucket, event.body, isDecided);
      }
    },
    counts,
    undecided,
    consent: gate.given,
  };
}

interface Counter {
  readonly name: string;
  readonly bucketOf: Bucketing;
}

/** Most events interest no signal: one look-up by name settles those. */
function byEvent(signals: readonly Signal[], field: Field): ReadonlyMap<string, Counter[]> {
  const counters = new Map<string, Counter[]>();
  for (const signal of signals) {
    const selects = selection(signal, field);
    const bucketOf = bucketing(signal, field);
    const counter: Counter = {
      name: signal.name,
      bucketOf: (body) => (selects(body) ? bucketOf(body) : undefined),
    };
    counters.set(signal.on, [...(counters.get(signal.on) ?? []), counter]);
  }
  return counters;
}
