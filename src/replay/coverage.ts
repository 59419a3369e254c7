import type { Catalogue } from "../event/catalogue.ts";
import type { Metrics } from "../metrics/signal.ts";
import { bucketsOf } from "../privacy/release/buckets.ts";
import type { Tallied } from "./replay.ts";

/** How much of what is declared some log reaches; a check that never saw a bucket has not checked it. */
export interface Coverage {
  readonly events: Share;
  readonly signals: Share;
  readonly buckets: Share;
}

export interface Share {
  readonly declared: number;
  /** The keys that lead to what no log reaches, in the order of the config. */
  readonly missed: readonly (readonly string[])[];
}

/** What of the declared events, signals and buckets the logs of a replay show. */
export function coverageOf(
  { events, counters }: Pick<Tallied, "events" | "counters">,
  {
    catalogue,
    metrics,
  }: {
    readonly catalogue: Pick<Catalogue, "events">;
    readonly metrics: Pick<Metrics, "signals">;
  },
): Coverage {
  const names = [...catalogue.events.keys()];
  const signals = metrics.signals.map(({ name }) => name);
  const cells = metrics.signals.flatMap((signal) =>
    bucketsOf(signal).map((bucket) => [signal.name, bucket] as const),
  );
  return {
    events: shareOf(
      names.map((name) => ["events", name]),
      ([, name = ""]) => events.has(name),
    ),
    signals: shareOf(
      signals.map((name) => ["metrics", "signals", name]),
      ([, , name = ""]) => counters.has(name),
    ),
    buckets: shareOf(
      cells.map((cell) => ["metrics", "signals", ...cell]),
      ([, , name = "", bucket = ""]) => counters.get(name)?.has(bucket) === true,
    ),
  };
}

type Keys = readonly string[];

const shareOf = (declared: readonly Keys[], isReached: (keys: Keys) => boolean): Share => ({
  declared: declared.length,
  missed: declared.filter((keys) => !isReached(keys)),
});
