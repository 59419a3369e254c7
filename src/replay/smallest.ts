/**
 * A map with a bound: of all keys that it is asked for it keeps the smallest. So neither their order
 * nor how they fall into parts shows, and whatever is kept was kept from the first time on.
 */
export interface Smallest<K, V> {
  /** What is kept at a key, made when the key is new; undefined where smaller keys leave no room. */
  readonly at: (key: K) => V | undefined;
  /** What is kept, by key. */
  readonly entries: () => ReadonlyMap<K, V>;
}

/** @param limit how many keys are kept in the end; twice as many are held on the way */
export function createSmallest<K extends string | number, V>(
  limit: number,
  make: () => V,
): Smallest<K, V> {
  let held = new Map<K, V>();
  let ceiling: K | undefined;

  /** The smallest entries, and the first key beyond them. */
  function kept(): { readonly entries: Map<K, V>; readonly beyond: K | undefined } {
    const sorted = [...held].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return { entries: new Map(sorted.slice(0, limit)), beyond: sorted[limit]?.[0] };
  }

  return {
    at: (key) => {
      const known = held.get(key);
      if (known !== undefined || (ceiling !== undefined && key >= ceiling)) return known;
      held.set(key, make());
      if (held.size >= 2 * limit) ({ entries: held, beyond: ceiling } = kept());
      return held.get(key);
    },
    entries: () => kept().entries,
  };
}
