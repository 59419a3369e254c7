/**
 * A moment that a person typed, as epoch milliseconds; undefined if it is no ISO time. `Date.parse`
 * alone also takes "5" and "March 5", each for a day in 2001.
 */
export function parseMoment(text: string): number | undefined {
  const at = ISO.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;
