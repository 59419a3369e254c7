/** Signal, then bucket, then how often. Holds only what was counted: no zeros. */
export type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Counts that grow. */
export type Tally = Map<string, Map<string, number>>;

/** Adds to one cell. */
export function add(tally: Tally, signal: string, bucket: string, times = 1): void {
  let row = tally.get(signal);
  if (row === undefined) tally.set(signal, (row = new Map()));
  row.set(bucket, (row.get(bucket) ?? 0) + times);
}

/**
 * The sum of any number of counts, in code-unit order of signal and bucket. Neither the order of
 * the parts nor how they are grouped shows in the result.
 */
export function merge(parts: Iterable<Counts>): Counts {
  const sum: Tally = new Map();
  for (const part of parts)
    for (const [signal, row] of part)
      for (const [bucket, times] of row) add(sum, signal, bucket, times);
  return byKey(new Map([...sum].map(([signal, row]) => [signal, byKey(row)])));
}

/** The same entries in code-unit order of their keys, whatever the locale. */
export function byKey<V>(entries: ReadonlyMap<string, V>): ReadonlyMap<string, V> {
  return new Map([...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
