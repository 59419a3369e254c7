import type { Counts } from "../metrics/tally.ts";
import type { Finding } from "../privacy/finding.ts";
import type { Replay } from "./result.ts";

/** A count under an older config and under this one; 0 where a cell was, or is, not counted. */
export interface CountChange {
  readonly name: string;
  readonly bucket: string;
  readonly before: number;
  readonly after: number;
}

/** How the same logs read under two configs. */
export interface Comparison {
  readonly verdict: { readonly before: Replay["verdict"]; readonly after: Replay["verdict"] };
  readonly counters: readonly CountChange[];
  readonly features: readonly CountChange[];
  /** One of each fingerprint that only one of the two has, in the order of findings. */
  readonly appeared: readonly Finding[];
  readonly disappeared: readonly Finding[];
}

/** Compares replays of the same logs: a replay is deterministic, so any change is the config's. */
export function compare(before: Replay, after: Replay): Comparison {
  return {
    verdict: { before: before.verdict, after: after.verdict },
    counters: changes(before.counters, after.counters),
    features: changes(before.features, after.features),
    appeared: only(all(after), all(before)),
    disappeared: only(all(before), all(after)),
  };
}

/** What a replay found by itself: what a comparison finds is told by its cells. */
const all = ({ findings, known = [] }: Replay): readonly Finding[] =>
  [...findings, ...known].filter(({ rule }) => !isOfComparison(rule));

/** Whether a rule is about two replays of the same logs, and not about one. */
export const isOfComparison = (rule: string): boolean => OF_COMPARISON.test(rule);

const OF_COMPARISON = /^(?:diff\..*|agg\.differencing|input\.not-exercised)$/;

function changes(before: Counts, after: Counts): CountChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return names.flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    const buckets = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].toSorted();
    return buckets
      .map((bucket) => ({
        name,
        bucket,
        before: old?.get(bucket) ?? 0,
        after: now?.get(bucket) ?? 0,
      }))
      .filter((change) => change.before !== change.after);
  });
}

function only(these: readonly Finding[], those: readonly Finding[]): Finding[] {
  const known = new Set(those.map(({ fingerprint }) => fingerprint));
  return these.filter(({ fingerprint }) => {
    if (known.has(fingerprint)) return false;
    known.add(fingerprint);
    return true;
  });
}
