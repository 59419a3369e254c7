/** Cells that differ between two releases that nest or overlap by fewer than `minCount`, sorted. */
export function differing(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  minCount: number,
): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().filter((cell) => {
    const difference = Math.abs((after.get(cell) ?? 0) - (before.get(cell) ?? 0));
    return difference > 0 && difference < minCount;
  });
}

/** How far few contributors may dominate a cell; the values of `privacy-rules.md` 5 by default. */
export interface DominanceLimits {
  /** How many of the largest are looked at together. */
  readonly n: number;
  /** The share of the count that they may hold. */
  readonly share: number;
  /** What the rest must hold at least, as a share of the largest. */
  readonly p: number;
}

const LIMITS: DominanceLimits = { n: 2, share: 0.9, p: 0.1 };

/**
 * Whether few contributors dominate a cell (`agg.dominance`): by (n, k), the largest hold more
 * than the share; by p %, the rest besides the largest two would not hide the largest.
 */
export function dominance(
  contributions: readonly number[],
  { n, share, p }: DominanceLimits = LIMITS,
): { readonly byShare: boolean; readonly byRest: boolean } {
  const sorted = contributions.filter((each) => each > 0).toSorted((a, b) => b - a);
  const [largest = 0] = sorted;
  if (largest === 0) return { byShare: false, byRest: false };
  return {
    byShare: sum(sorted.slice(0, n)) > share * sum(sorted),
    byRest: sum(sorted.slice(2)) < p * largest,
  };
}

const sum = (parts: readonly number[]): number => parts.reduce((total, each) => total + each, 0);

/** Something that one installation added to one signal in one period. */
export interface Increment {
  readonly who: string;
  readonly period: string;
  readonly signal: string;
}

/** Which installations added more than the cap, in the order they came (`agg.contribution-cap`). */
export function overCap(increments: Iterable<Increment>, cap: number): Increment[] {
  const counts = new Map<string, { readonly increment: Increment; times: number }>();
  for (const increment of increments) {
    const { who, period, signal } = increment;
    const key = JSON.stringify([who, period, signal]);
    const held = counts.get(key);
    if (held === undefined) counts.set(key, { increment, times: 1 });
    else held.times += 1;
  }
  return [...counts.values()].filter(({ times }) => times > cap).map(({ increment }) => increment);
}

/**
 * Whether all of a group sit in one bucket, so that being in the group tells the value
 * (`agg.class-disclosure`); the contributors of each bucket.
 */
export function disclosesClass(buckets: readonly number[], minCount: number): boolean {
  const held = buckets.filter((contributors) => contributors > 0);
  return held.length === 1 && (held[0] ?? 0) >= minCount;
}
