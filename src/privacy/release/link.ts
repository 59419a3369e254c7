/** How one property's values are spread over people. */
export interface Spread {
  /** Events that carry the property. */
  readonly rows: number;
  readonly people: number;
  readonly values: number;
  /** Different pairs of a person and a value. */
  readonly pairs: number;
}

/** An id by behaviour, whatever its name: nearly one value for each person, and it stays. */
export function isStableIdentifier({ people, values, pairs }: Spread): boolean {
  return people >= 20 && values / people >= 0.9 && pairs / people <= 1.1;
}

/** Too many values for something that nobody declared a closed set of. */
export function isHighCardinality({ rows, values }: Spread): boolean {
  return values > 100 && values / rows > 0.1;
}

/** The share of people from which two or three properties together are a note. */
const SINGLED_OUT = 0.2;

/**
 * Pairs and triples of properties that put at least a fifth of people into classes of fewer than
 * `minCount` (`link.quasi-identifier`), in order. Each person is one row of values by property.
 */
export function quasiIdentifiers(
  people: readonly ReadonlyMap<string, string>[],
  minCount: number,
): string[][] {
  const names = [...new Set(people.flatMap((person) => [...person.keys()]))].toSorted();
  const sets = names.flatMap((a, i) =>
    names.slice(i + 1).flatMap((b, j) => [[a, b], ...names.slice(i + j + 2).map((c) => [a, b, c])]),
  );
  return sets.filter((set) => {
    const sizes = new Map<string, number>();
    for (const person of people) {
      const key = JSON.stringify(set.map((name) => person.get(name) ?? null));
      sizes.set(key, (sizes.get(key) ?? 0) + 1);
    }
    const few = [...sizes.values()].filter((size) => size < minCount);
    return (
      few.reduce((sum, size) => sum + size, 0) >= SINGLED_OUT * people.length && few.length > 0
    );
  });
}
