import type { Catalogue } from "../event/catalogue.ts";
import type { Metrics } from "../metrics/signal.ts";
import type { Counts } from "../metrics/tally.ts";
import type { Finding } from "../privacy/finding.ts";
import { differing } from "../privacy/release/cells.ts";
import { driftOf } from "../privacy/release/drift.ts";
import { cellOf, totalOf } from "../privacy/release/release.ts";
import { coverageOf, type Share } from "./coverage.ts";
import type { Tallied } from "./replay.ts";
import type { ReplayRelease } from "./result.ts";

/** What of a config the counts of two are compared by. */
export interface Counted {
  readonly catalogue: Pick<Catalogue, "events" | "form">;
  readonly metrics: Pick<Metrics, "signals" | "schema">;
}

/** Makes a finding of a rule at the place in the config that keys lead to. */
export type FindingIn = (rule: string, keys: readonly string[]) => Finding;

/** Two replays of the same logs, each with its config. */
export interface Succession {
  readonly before: Tallied & Counted;
  readonly after: Tallied & Counted;
  /** How far a count may move, as a share of the old one. */
  readonly tolerance?: number;
}

/**
 * What is found where the same logs are replayed by an older config and a newer one: counts that
 * differ (`diff.*`), releases that differ by a few people (`agg.differencing`), and what neither
 * can have shown, because no log reaches it (`input.not-exercised`; `privacy-rules.md` 5 and 8).
 */
export function againstFindings(succession: Succession, findingIn: FindingIn): Finding[] {
  return [
    ...driftFindings(succession, findingIn),
    ...differencingFindings(succession, findingIn),
    ...unreachedFindings(succession.after, findingIn),
  ];
}

function driftFindings({ before, after, tolerance }: Succession, findingIn: FindingIn): Finding[] {
  const drift = driftOf(flat(before.counters), flat(after.counters), tolerance);
  const told = toldChanges(before.metrics, after.metrics);
  return Object.entries({
    "diff.counts-drift": drift.drifted,
    "diff.appeared": drift.appeared,
    "diff.disappeared": drift.disappeared,
  }).flatMap(([rule, cells]) =>
    cells.map((cell): Finding => {
      const keys = keysOf(cell);
      const finding = findingIn(rule, ["metrics", "signals", ...keys]);
      return told(keys[0] ?? "") ? { ...finding, severity: "note" } : finding;
    }),
  );
}

/**
 * The signals that say of themselves that they changed: by `changed`, a schema version that the
 * older config did not have yet, or by being there in one config alone.
 */
function toldChanges(
  before: Counted["metrics"],
  after: Counted["metrics"],
): (signal: string) => boolean {
  const old = new Set(before.signals.map(({ name }) => name));
  const now = new Map(after.signals.map((signal) => [signal.name, signal]));
  return (name) => {
    const changed = now.get(name)?.changed ?? 0;
    const isToldOf = changed > before.schema && changed <= after.schema;
    return isToldOf || old.has(name) !== now.has(name);
  };
}

/** Of a capture: of a stream there is one installation, and nothing to release. */
function differencingFindings({ before, after }: Succession, findingIn: FindingIn): Finding[] {
  if (before.release === undefined || after.release === undefined) return [];
  if (after.catalogue.form === "stream") return [];
  const [old, now] = [shown(before.release), shown(after.release)];
  const minCount = Math.max(before.release.minCount, after.release.minCount);
  return differing(inBoth(old, now), inBoth(now, old), minCount).map((cell) =>
    findingIn("agg.differencing", ["metrics", "signals", ...keysOf(cell)]),
  );
}

function unreachedFindings(after: Succession["after"], findingIn: FindingIn): Finding[] {
  const { events, signals, buckets } = coverageOf(after, after);
  const silent = new Set(signals.missed.map(([, , name]) => name));
  const note = (keys: readonly string[], share: Share, noun: string): Finding => {
    const finding = findingIn("input.not-exercised", keys);
    const reached = share.declared - share.missed.length;
    return {
      ...finding,
      message: `${finding.message} (${reached} of ${share.declared} ${noun} are reached)`,
    };
  };
  return [
    ...events.missed.map((keys) => note(keys, events, "events")),
    ...signals.missed.map((keys) => note(keys, signals, "signals")),
    // A signal that no log reaches reaches none of its buckets either.
    ...buckets.missed
      .filter(([, , name]) => !silent.has(name))
      .map((keys) => note(keys, buckets, "buckets")),
  ];
}

function flat(counts: Counts): Map<string, number> {
  return new Map(
    [...counts].flatMap(([signal, row]) =>
      [...row].map(([bucket, times]): [string, number] => [cellOf(signal, bucket), times]),
    ),
  );
}

const inBoth = (
  cells: ReadonlyMap<string, number>,
  others: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> => new Map([...cells].filter(([cell]) => others.has(cell)));

/** What a release shows: its cells and totals. */
function shown({ signals }: ReplayRelease): ReadonlyMap<string, number> {
  return new Map(
    [...signals].flatMap(([signal, { buckets, total }]) => [
      ...[...buckets].flatMap(([bucket, count]): [string, number][] =>
        count === null ? [] : [[cellOf(signal, bucket), count]],
      ),
      ...(total === null ? [] : [[totalOf(signal), total] as [string, number]]),
    ]),
  );
}

/** The signal of a cell, and its bucket unless it is the total. */
const keysOf = (cell: string): readonly string[] => cell.split("\0");
