/** The counts of one upload, in one fixed order of cells. */
export type Vector = readonly number[];

/** How far uploads tell installations apart (`agg.unique-vector`). */
export interface Uniqueness {
  readonly classes: number;
  /** The share of uploads that no other equals. */
  readonly uniqueShare: number;
  /** The share of uploads in classes of fewer than `minCount`. */
  readonly smallShare: number;
  readonly entropyBits: number;
}

/** Groups equal uploads, one of each installation. */
export function uniqueness(uploads: readonly Vector[], minCount: number): Uniqueness {
  const sizes = new Map<string, number>();
  for (const upload of uploads) {
    const key = upload.join(" ");
    sizes.set(key, (sizes.get(key) ?? 0) + 1);
  }
  const total = uploads.length;
  const share = (holds: (size: number) => boolean): number =>
    total === 0 ? 0 : [...sizes.values()].reduce((sum, n) => sum + (holds(n) ? n : 0), 0) / total;
  return {
    classes: sizes.size,
    uniqueShare: share((size) => size === 1),
    smallShare: share((size) => size < minCount),
    entropyBits: [...sizes.values()].reduce(
      (bits, size) => bits + (size / total) * Math.log2(total / size),
      0,
    ),
  };
}

/** How often the nearest upload of the next period is the same installation's. */
export interface Linkability {
  readonly success: number;
  /** What guessing would reach. */
  readonly chance: number;
  /** Over five times chance: `agg.linkable`. */
  readonly linkable: boolean;
}

const SAMPLE = 2_000;

/**
 * Matches the installations of one period to the next by nearest vector, L1; of several equally
 * near, each is as good a guess. Looks at the first 2,000 that are in both, by name.
 */
export function linkability(
  before: ReadonlyMap<string, Vector>,
  after: ReadonlyMap<string, Vector>,
): Linkability {
  const both = [...before.keys()].filter((who) => after.has(who)).toSorted();
  const sample = both.slice(0, SAMPLE);
  if (sample.length < 2) return { success: 0, chance: 1, linkable: false };
  const chance = 1 / sample.length;
  const hits = sample.map((who) => {
    const own = before.get(who) ?? [];
    const distances = sample.map((other) => distance(own, after.get(other) ?? []));
    const nearest = distances.reduce((least, each) => Math.min(least, each), Infinity);
    if (distance(own, after.get(who) ?? []) > nearest) return 0;
    return 1 / distances.filter((each) => each === nearest).length;
  });
  const success = hits.reduce((sum, hit) => sum + hit, 0) / sample.length;
  return { success, chance, linkable: success > 5 * chance };
}

function distance(a: Vector, b: Vector): number {
  let sum = 0;
  for (let at = 0; at < Math.max(a.length, b.length); at += 1)
    sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
  return sum;
}
