import type { FlagFilters, FlagVariant } from "./flag.ts";
import type { Hash } from "./hash.ts";
import { hasher } from "./hash.ts";
import type { Decided } from "./outcome.ts";
import { decided } from "./outcome.ts";
import type { PayloadOf } from "./payload.ts";

/** Where a flag's names fall: whether they are in the rollout, and which variant is theirs. */
export interface Buckets {
  readonly rollout: Hash;
  readonly variant: Hash;
  /** Where each variant's places lie, one behind the other in the flag's order. */
  readonly intervals: readonly Interval[];
}

/** The places from `from` on that are below `to`. */
interface Interval {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

export function buckets(flagKey: string, variants: readonly FlagVariant[]): Buckets {
  const hashOf = hasher(`${flagKey}.`);
  return {
    rollout: hashOf(""),
    variant: hashOf("variant"),
    intervals: intervals(variants),
  };
}

// The sum is taken in doubles, as PostHog does: its rounding decides who is at an edge.
function intervals(variants: readonly FlagVariant[]): readonly Interval[] {
  let from = 0;
  return variants.map(({ key, rollout_percentage: percent }) => {
    const interval = { key, from, to: from + percent / 100 };
    from = interval.to;
    return interval;
  });
}

/** A rollout in percent as a share, where no percentage means everyone. */
export function shareOf(percent: number | null | undefined): number {
  return percent === null || percent === undefined ? 1 : percent / 100;
}

/** A whole rollout lets everyone in without asking where they are. */
export function isInRollout(name: string, share: number, hash: Hash): boolean {
  return share >= 1 || !(hash(name) > share);
}

/** Which variant's interval a place falls into, counted from 0; -1 in a gap between them. */
export function intervalAt(place: number, all: readonly Interval[]): number {
  for (let index = 0; index < all.length; index += 1) {
    const { from, to } = all[index]!;
    if (place >= from && place < to) return index;
  }
  return -1;
}

/** A part of everyone that is kept out of every experiment alike. */
export interface Holdout {
  readonly share: number;
  readonly hash: Hash;
  readonly outcome: Decided;
}

/** The flag's holdout; undefined where it has none, or one without a usable id and percentage. */
export function holdoutOf({ holdout }: FlagFilters, payloadOf: PayloadOf): Holdout | undefined {
  const { id, exclusion_percentage: percent } = holdout ?? {};
  if (id === undefined || id === null || percent === undefined || percent === null)
    return undefined;
  const share = percent / 100;
  if (!Number.isFinite(share)) return undefined;
  const value = `holdout-${id}`;
  return {
    share: Math.min(Math.max(share, 0), 1),
    hash: heldOut,
    outcome: decided(value, "holdout_condition_value", null, payloadOf(value)),
  };
}

// Without the flag's key, and with a dash: the same people whatever the experiment.
const heldOut: Hash = hasher("holdout-")("");
