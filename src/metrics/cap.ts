import type { Signal } from "./signal.ts";
import type { Counts } from "./tally.ts";

/**
 * Counts as one installation may say them of a period: no bucket above what its signal declares as
 * `max`. A bucket that passed it stays there, whatever came first, so no order shows in what is said.
 */
export function capped(counts: Counts, signals: readonly Pick<Signal, "name" | "max">[]): Counts {
  const caps = new Map(signals.map(({ name, max = Infinity }) => [name, max]));
  return new Map(
    [...counts].map(([signal, row]) => {
      const cap = caps.get(signal) ?? Infinity;
      return [signal, new Map([...row].map(([bucket, n]) => [bucket, Math.min(n, cap)]))];
    }),
  );
}
