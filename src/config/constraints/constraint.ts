import { asksProperty, type Condition, holdsUnknown } from "../condition.ts";
import { plainNumber } from "../operands/number.ts";
import { isBooleanLike, isMixed, isTruthy } from "../operands/truth.ts";
import * as bound from "./bound.ts";
import { measureOf } from "./measure.ts";
import * as part from "./part.ts";
import { partOf } from "./part.ts";
import * as spelling from "./spelling.ts";
import { type Spelling, spellingOf } from "./spelling.ts";

/**
 * Whether nobody meets both conditions, neither by posthog-node nor by PostHog's server. False
 * where that cannot be told.
 */
export function areApart(left: Condition, right: Condition): boolean {
  if (!haveSameSubject(left, right)) return false;
  if (left.type === "flag") return areValuesApart(left.value, right.value);
  if (areOpposite(left, right)) return true;
  if (!asksProperty(left)) return false;
  return (
    isAbsent(left, right) ||
    isAbsent(right, left) ||
    bothRead(
      measureOf,
      left,
      right,
      (one, other) => one.scale === other.scale && bound.areApart(one.interval, other.interval),
    ) ||
    leavesNothing(left, right) ||
    leavesNothing(right, left) ||
    bothRead(partOf, left, right, part.areApart) ||
    bothRead(truthOf, left, right, (one, other) => one !== other)
  );
}

/**
 * Whether whoever meets the first condition meets the second for certain, by posthog-node and by
 * PostHog's server. False where that cannot be told.
 */
export function implies(left: Condition, right: Condition): boolean {
  if (!haveSameSubject(left, right)) return false;
  if (left.type === "flag") return isValueInside(left.value, right.value);
  if (left.operator === right.operator && sameText(left.value, right.value)) return true;
  if (!asksProperty(left)) return false;
  if (right.operator === "is_set") return !holdsUnknown(left);
  return (
    bothRead(
      measureOf,
      left,
      right,
      (inner, outer) =>
        inner.scale === outer.scale && bound.isInside(inner.interval, outer.interval),
    ) ||
    bothRead(spellingOf, left, right, spelling.isInside) ||
    bothRead(partOf, left, right, part.isInside) ||
    bothRead(truthOf, left, right, (inner, outer) => inner === outer) ||
    areNumbersInside(left, right)
  );
}

/** The texts that a list names and all other conditions on the property may accept. */
export function remainingTexts(list: Spelling, others: readonly Condition[]): readonly string[] {
  return [...list.texts].filter((text) => others.every((other) => mayAccept(other, text)));
}

function leavesNothing(left: Condition, right: Condition): boolean {
  const list = spellingOf(left);
  return list?.among === true && remainingTexts(list, [right]).length === 0;
}

function mayAccept(condition: Condition, text: string): boolean {
  const other = spellingOf(condition);
  if (other !== undefined) return spelling.admits(other, text);
  const number = plainNumber(text);
  const measure = measureOf(condition);
  if (number === undefined || measure?.scale !== "number") return true;
  return !bound.areApart(pointAt(number), measure.interval);
}

/** A list of plain numbers, each within the bounds of the other condition. */
function areNumbersInside(left: Condition, right: Condition): boolean {
  const list = spellingOf(left);
  const measure = measureOf(right);
  if (list?.among !== true || measure?.scale !== "number") return false;
  return [...list.texts].every((text) => {
    const number = plainNumber(text);
    return number !== undefined && bound.isInside(pointAt(number), measure.interval);
  });
}

function pointAt(number: number): bound.Interval {
  const end = { at: [number], closed: true };
  return { low: end, high: end };
}

/** Conditions on one property, one cohort or one flag. */
export function haveSameSubject(left: Condition, right: Condition): boolean {
  if (left.type !== right.type || left.groupType !== right.groupType) return false;
  return left.type === "cohort"
    ? String(left.value) === String(right.value)
    : left.key === right.key;
}

/** What one operator accepts, the other does not. */
function areOpposite(left: Condition, right: Condition): boolean {
  const named = OPPOSITES.get(left.operator) === right.operator;
  const turned = OPPOSITES.get(right.operator) === left.operator;
  if (!named && !turned) return false;
  return left.operator.endsWith("_set") || sameText(left.value, right.value);
}

const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ["exact", "is_not"],
  ["icontains", "not_icontains"],
  ["icontains_multi", "not_icontains_multi"],
  ["starts_with", "not_starts_with"],
  ["ends_with", "not_ends_with"],
  ["regex", "not_regex"],
  ["between", "not_between"],
  ["semver_eq", "semver_neq"],
  ["is_set", "is_not_set"],
  ["in", "not_in"],
]);

/** Whether one condition wants no property at all, and the other wants one with some value. */
function isAbsent(left: Condition, right: Condition): boolean {
  return left.operator === "is_not_set" && !holdsUnknown(right);
}

/** The truth that `exact` asks for, where both ways of matching understand the same by it. */
function truthOf({ operator, value }: Condition): boolean | undefined {
  const empty = Array.isArray(value) && value.length === 0;
  if (operator !== "exact" || empty || !isBooleanLike(value) || isMixed(value)) return undefined;
  return isTruthy(value);
}

/** Values that a flag is asked for: true stands for every variant. */
function areValuesApart(left: unknown, right: unknown): boolean {
  return !isValueInside(left, right) && !isValueInside(right, left);
}

function isValueInside(inner: unknown, outer: unknown): boolean {
  return inner === outer || (outer === true && inner !== false);
}

function bothRead<Reading>(
  read: (condition: Condition) => Reading | undefined,
  left: Condition,
  right: Condition,
  holds: (left: Reading, right: Reading) => boolean,
): boolean {
  const one = read(left);
  const other = read(right);
  return one !== undefined && other !== undefined && holds(one, other);
}

function sameText(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
