/** One end of an interval: numbers compared from the first on, and whether the end is in. */
export interface Bound {
  readonly at: readonly number[];
  readonly closed: boolean;
}

/** Every value between two ends; without an end it goes on for ever. */
export interface Interval {
  readonly low: Bound | undefined;
  readonly high: Bound | undefined;
}

/** The interval of a comparison's name: `gt`, `gte`, `lt`, `lte` or `eq`. */
export function intervalOf(comparison: string, at: readonly number[]): Interval | undefined {
  const open = { at, closed: false };
  const closed = { at, closed: true };
  switch (comparison) {
    case "gt":
      return { low: open, high: undefined };
    case "gte":
      return { low: closed, high: undefined };
    case "lt":
      return { low: undefined, high: open };
    case "lte":
      return { low: undefined, high: closed };
    case "eq":
      return { low: closed, high: closed };
    default:
      return undefined;
  }
}

/** Whether no value is in both. Values are dense: there is always one between two. */
export function areApart(left: Interval, right: Interval): boolean {
  return isBelow(left.high, right.low) || isBelow(right.high, left.low);
}

/** Whether every value of the inner interval is in the outer one. */
export function isInside(inner: Interval, outer: Interval): boolean {
  return (
    reaches(outer.low, inner.low, (order) => order < 0) &&
    reaches(outer.high, inner.high, (order) => order > 0)
  );
}

function isBelow(high: Bound | undefined, low: Bound | undefined): boolean {
  if (high === undefined || low === undefined) return false;
  const order = compare(high.at, low.at);
  return order < 0 || (order === 0 && !(high.closed && low.closed));
}

function reaches(
  outer: Bound | undefined,
  inner: Bound | undefined,
  isBeyond: (order: number) => boolean,
): boolean {
  if (outer === undefined) return true;
  if (inner === undefined) return false;
  const order = compare(outer.at, inner.at);
  return isBeyond(order) || (order === 0 && (outer.closed || !inner.closed));
}

function compare(left: readonly number[], right: readonly number[]): number {
  const place = left.findIndex((number, index) => number !== right[index]);
  return place < 0 ? 0 : (left[place] ?? 0) - (right[place] ?? 0);
}
