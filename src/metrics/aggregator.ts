import type { Event } from "../event/event.ts";
import { consentGate } from "./consent.ts";
import type { Bucketing } from "./kind.ts";
import { bucketing } from "./kinds.ts";
import { fieldsOf } from "./path.ts";
import { selection } from "./selection.ts";
import type { Metrics, Signal } from "./signal.ts";
import { add, type Counts, type Tally } from "./tally.ts";

/** Counts the events of one log, or of a part of one. */
export interface Aggregator {
  /** Counts an event, if there is consent and a signal wants it. */
  readonly observe: (event: Pick<Event, "name" | "body">) => void;
  /** Whether events of this name are counted, or say something about consent. */
  readonly wants: (name: string) => boolean;
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
  const counters = countersByEvent(signals, form);
  const gate = consentGate(consent, fieldsOf(form), isContinued);
  const counts: Tally = new Map();
  const undecided: Tally = new Map();
  return {
    wants: (name) => counters.has(name) || name === consent?.on,
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

/** One signal: its name, and the bucket that an event of the signal's name counts in. */
export interface Counter {
  readonly name: string;
  readonly bucketOf: Bucketing;
}

/** Most events interest no signal: one look-up by name settles those. */
export function countersByEvent(
  signals: readonly Signal[],
  form: "capture" | "stream",
): ReadonlyMap<string, readonly Counter[]> {
  const field = fieldsOf(form);
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
