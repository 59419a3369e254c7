/** How far kept definitions may be trusted: used, used while fresher ones are fetched, or not used. */
export type Freshness = "fresh" | "stale" | "expired";

/**
 * How far definitions fetched at `fetchedAt` may be trusted at `now`, both in epoch milliseconds.
 * A time in the future says that a clock was wrong, so nothing is known of the age: expired.
 */
export function freshness(
  fetchedAt: number,
  now: number,
  { freshMs, usableMs }: { readonly freshMs: number; readonly usableMs: number },
): Freshness {
  const age = now - fetchedAt;
  if (age < 0) return "expired";
  if (age < freshMs) return "fresh";
  return age < usableMs ? "stale" : "expired";
}
