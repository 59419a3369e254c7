import type { Condition } from "../condition.ts";
import { dateFormOf, RELATIVE } from "../operands/date.ts";
import { plainNumber } from "../operands/number.ts";
import { plainVersion, plainWildcard } from "../operands/version.ts";
import { type Interval, intervalOf } from "./bound.ts";

/** What a comparison leaves: an interval of numbers, versions or times. */
export interface Measure {
  /** Only intervals on one scale can be compared. */
  readonly scale: string;
  readonly interval: Interval;
}

/** The interval of a comparison that both sides read alike; undefined for any other condition. */
export function measureOf({ operator, value }: Condition): Measure | undefined {
  if (typeof value !== "string") return undefined;
  if (operator.startsWith("is_date_")) return timesOf(operator, value);
  if (operator.startsWith("semver_")) return versionsOf(operator.slice("semver_".length), value);
  const number = plainNumber(value);
  return number === undefined ? undefined : measure("number", intervalOf(operator, [number]));
}

function measure(scale: string, interval: Interval | undefined): Measure | undefined {
  return interval && { scale, interval };
}

function versionsOf(comparison: string, value: string): Measure | undefined {
  if (comparison === "wildcard") {
    const range = plainWildcard(value);
    return range && measure("version", between(...range));
  }
  const version = plainVersion(value);
  if (version === undefined) return undefined;
  const [major, minor, patch] = version;
  if (comparison === "tilde") return measure("version", between(version, [major, minor + 1, 0]));
  if (comparison !== "caret") return measure("version", intervalOf(comparison, version));
  if (major > 0) return measure("version", between(version, [major + 1, 0, 0]));
  return measure("version", between(version, minor > 0 ? [0, minor + 1, 0] : [0, 0, patch + 1]));
}

function between(from: readonly number[], to: readonly number[]): Interval {
  return { low: { at: from, closed: true }, high: { at: to, closed: false } };
}

/** Both comparisons of dates are strict. Ages in months are not ages in days. */
function timesOf(operator: string, value: string): Measure | undefined {
  const comparison = COMPARISONS[operator];
  const form = dateFormOf(value);
  if (comparison === undefined) return undefined;
  if (form === "relative") {
    const [, count = "", unit = ""] = RELATIVE.exec(value) ?? [];
    const hours = HOURS[unit];
    const ago = -Number(count) * (hours ?? 1);
    return measure(hours === undefined ? `time:${unit}` : "time:h", intervalOf(comparison, [ago]));
  }
  // Without an offset, times of one form still keep their order, whoever's time zone it is.
  if (form !== "moment" && form !== "day") return undefined;
  return measure(`time:${form}`, intervalOf(comparison, [Date.parse(value)]));
}

const COMPARISONS: Readonly<Record<string, string>> = {
  is_date_after: "gt",
  is_date_before: "lt",
};

const HOURS: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 };
