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

/**
 * @param limit how many keys are kept in the end; a quarter more are held on the way
 * @param forget hears of what was kept and is kept no longer
 */
export function createSmallest<K extends string | number, V>(
  limit: number,
  make: (key: K) => V,
  forget: (value: V) => void = () => {},
): Smallest<K, V> {
  let held = new Map<K, V>();
  let ceiling: K | undefined;

  const sorted = (): [K, V][] => [...held].toSorted(([a], [b]) => (a < b ? -1 : 1));

  function cut(): void {
    const all = sorted();
    ceiling = all[limit]?.[0];
    held = new Map(all.slice(0, limit));
    for (const [, value] of all.slice(limit)) forget(value);
  }

  return {
    at: (key) => {
      const known = held.get(key);
      if (known !== undefined || (ceiling !== undefined && key >= ceiling)) return known;
      held.set(key, make(key));
      if (held.size > 1.25 * limit) cut();
      return held.get(key);
    },
    entries: () => new Map(sorted().slice(0, limit)),
  };
}
