import type { Condition } from "../../src/config/condition.ts";

/**
 * How PostHog's server judges a condition, as far as `posthog-api.md` 5.12 says how it differs from
 * posthog-node: a model to hold our claims against, for a project in UTC.
 */
export function serverMatches(
  { operator, value, key }: Condition,
  properties: Readonly<Record<string, unknown>>,
  now: number,
): boolean {
  if (!Object.hasOwn(properties, key)) return UNKNOWN_HOLDS.test(operator);
  const held = properties[key];
  if (operator === "is_set" || operator === "is_not_set") return operator === "is_set";
  if (operator === "exact" || operator === "is_not") {
    return isEqual(held, value) === (operator === "exact");
  }
  if (operator.startsWith("semver_")) return isVersion(operator.slice(7), held, String(value));
  if (operator.startsWith("is_date_")) return isDate(operator, held, String(value), now);
  if (/^[gl]te?$/.test(operator)) return isOrdered(operator, number(held), number(value));
  const found = isFound(operator.replace(/^not_/, ""), spelled(held), String(value));
  return found !== undefined && found !== operator.startsWith("not_");
}

const UNKNOWN_HOLDS = /^(?:is_not|is_not_set|not_.*)$/;

function isEqual(held: unknown, value: unknown): boolean {
  if (isBooleanLike(value)) return isTrue(held) === isTrue(value);
  const texts = (Array.isArray(value) ? value : [value]).map((each) => spelled(each).toLowerCase());
  return texts.includes(spelled(held).toLowerCase());
}

function isBooleanLike(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isBooleanLike);
  return /^(?:true|false)$/i.test(String(value));
}

function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isTrue) : /^true$/i.test(spelled(value));
}

function spelled(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

function fold(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function isFound(operator: string, held: string, value: string): boolean | undefined {
  switch (operator) {
    case "icontains":
      return fold(held).includes(fold(value));
    case "starts_with":
      return fold(held).startsWith(fold(value));
    case "ends_with":
      return fold(held).endsWith(fold(value));
    default:
      return new RegExp(value.replace("(?i)", ""), value.startsWith("(?i)") ? "i" : "").test(held);
  }
}

function number(value: unknown): number {
  if (typeof value === "number") return value;
  const strict = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
  return typeof value === "string" && strict.test(value) ? Number(value) : Number.NaN;
}

function isOrdered(comparison: string, left: number, right: number): boolean {
  if (Number.isNaN(left) || Number.isNaN(right)) return false;
  const order = Math.sign(left - right);
  return ORDERS[comparison]?.includes(order) === true;
}

const ORDERS: Readonly<Record<string, readonly number[]>> = {
  eq: [0],
  neq: [-1, 1],
  gt: [1],
  gte: [0, 1],
  lt: [-1],
  lte: [-1, 0],
};

function isDate(operator: string, held: unknown, value: string, now: number): boolean {
  const [, count, unit = ""] = /^-?(\d+)([hdwmy])$/.exec(value) ?? [];
  const limit = count === undefined ? moment(value) : now - Number(count) * (UNITS[unit] ?? 0);
  return isOrdered(operator === "is_date_after" ? "gt" : "lt", moment(held), limit);
}

const HOUR = 3_600_000;
const UNITS: Readonly<Record<string, number>> = {
  h: HOUR,
  d: 24 * HOUR,
  w: 168 * HOUR,
  m: 730 * HOUR,
  y: 8_766 * HOUR,
};

function moment(value: unknown): number {
  const seconds = number(value);
  if (!Number.isNaN(seconds)) return seconds * 1_000;
  if (typeof value !== "string") return Number.NaN;
  return Date.parse(/T[\d:]+$/.test(value) ? `${value}Z` : value);
}

const VERSION = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([\da-z.-]+))?(?:\+[\da-z.-]+)?$/;

/** Three numbers and whether a release follows its pre-releases; undefined for no version. */
function parts(text: string): number[] | undefined {
  const [whole, major, minor, patch, before] = VERSION.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return [Number(major), Number(minor ?? 0), Number(patch ?? 0), before === undefined ? 1 : 0];
}

function isVersion(comparison: string, held: unknown, value: string): boolean {
  const left = parts(spelled(held));
  const right = parts(value.replace(/\.\*$/, ""));
  if (left === undefined || right === undefined) return false;
  const end = endOf(comparison, right, value);
  if (end === undefined) return isOrdered(comparison, compare(left, right), 0);
  return compare(left, right) >= 0 && compare(left, end) < 0;
}

function endOf(comparison: string, from: readonly number[], value: string): number[] | undefined {
  const [major = 0, minor = 0, patch = 0] = from;
  if (comparison === "wildcard") {
    return value.split(".").length > 2 ? [major, minor + 1, 0, 1] : [major + 1, 0, 0, 1];
  }
  if (comparison === "tilde") return [major, minor + 1, 0, 1];
  if (comparison !== "caret") return undefined;
  if (major > 0) return [major + 1, 0, 0, 1];
  return minor > 0 ? [0, minor + 1, 0, 1] : [0, 0, patch + 1, 1];
}

function compare(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((each, index) => each !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
