import type { ExperimentDeclaration, MetricDeclaration } from "./declaration.ts";
import { compare } from "./json.ts";
import type { ObservedExperiment } from "./observed.ts";

/** A running experiment that would blur what another one measures. */
export interface Overlap {
  /** The key of its flag, which several experiments may share. */
  readonly key: string;
  readonly on: { readonly flag: true } | { readonly event: string };
}

/**
 * The running experiments that share a flag, or an event that decides one of the two and that the
 * other measures: each changes what the other counts. By key, then by event.
 */
export function overlapsOf(
  { key, metrics }: ExperimentDeclaration,
  running: readonly ObservedExperiment[],
): Overlap[] {
  return running
    .flatMap((other): Overlap[] =>
      other.key === key
        ? [{ key, on: { flag: true } }]
        : shared(metrics, other.metrics).map((event) => ({ key: other.key, on: { event } })),
    )
    .toSorted((left, right) => compare(textOf(left), textOf(right)));
}

function shared(
  ours: readonly MetricDeclaration[],
  theirs: readonly MetricDeclaration[],
): string[] {
  const decided = [
    ...eventsOf(ours.filter(decides)).filter((event) => eventsOf(theirs).includes(event)),
    ...eventsOf(theirs.filter(decides)).filter((event) => eventsOf(ours).includes(event)),
  ];
  return [...new Set(decided)];
}

const decides = ({ role }: MetricDeclaration): boolean => role === "primary";
const eventsOf = (metrics: readonly MetricDeclaration[]): string[] =>
  metrics.flatMap(({ events }) => events);
const textOf = ({ key, on }: Overlap): string => `${key} ${"event" in on ? on.event : ""}`;
