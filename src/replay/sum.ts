/** The sum of any number of counts, by name, in the order in which names first come. */
export function sum(parts: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const part of parts) addTo(total, part);
  return total;
}

/** Adds counts to others. */
export function addTo(total: Map<string, number>, part: ReadonlyMap<string, number>): void {
  for (const [name, times] of part) total.set(name, (total.get(name) ?? 0) + times);
}
