/** One more than the last place: places are whole numbers of 60 bits. */
const PLACES = 2n ** 60n;

/**
 * The first place from which on something holds; `2^60` where it holds for none. `holds` is asked
 * about the double that the evaluator sees, which is the nearest one to `place / 2^60`
 * (`evaluation/hash.ts`). A double has 53 bits, so up to 128 neighbours share one, and at an edge
 * they are on the same side. Rounding keeps the order: if something holds from some double on, it
 * holds from some place on, and that place, a whole number, is what SQL can compare exactly.
 */
export function firstPlace(holds: (double: number) => boolean): bigint {
  let low = 0n;
  let high = PLACES;
  while (low < high) {
    const middle = (low + high) / 2n;
    if (holds(Number(middle) * 2 ** -60)) high = middle;
    else low = middle + 1n;
  }
  return low;
}

/** Whether a place is below a limit, as SQL; `TRUE` and `FALSE` where every or none is. */
export function isBelow(place: string, limit: bigint): string {
  if (limit >= PLACES) return "TRUE";
  return limit === 0n ? "FALSE" : `${place} < ${limit}`;
}

/** Whether a place lies from `from` on and below `to`, as SQL. */
export function isWithin(place: string, from: bigint, to: bigint): string {
  if (from >= to) return "FALSE";
  if (from === 0n) return isBelow(place, to);
  const upper = to >= PLACES ? "" : ` AND ${place} < ${to}`;
  return `${place} >= ${from}${upper}`;
}
