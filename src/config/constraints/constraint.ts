import { asksProperty, type Condition, holdsUnknown } from "../condition.ts";
import { plainNumber } from "../operands/number.ts";
import { isBooleanLike, isMixed, isTruthy } from "../operands/truth.ts";
import * as bound from "./bound.ts";
import { type Measure, measureOf } from "./measure.ts";
import * as part from "./part.ts";
import { type Part, partOf } from "./part.ts";
import * as spelling from "./spelling.ts";
import { type Spelling, spellingOf } from "./spelling.ts";

/** A condition with what it leaves, read once. */
export interface Constraint extends Condition {
  /** The value as JSON, by which equal values are known. */
  readonly asked: string;
  readonly measure: Measure | undefined;
  readonly spelling: Spelling | undefined;
  readonly part: Part | undefined;
  readonly truth: boolean | undefined;
}

/** Reads what a condition leaves. A condition that no property meets alone has no reading. */
export function toConstraint(condition: Condition): Constraint {
  const isRead = asksProperty(condition);
  return {
    ...condition,
    asked: JSON.stringify(condition.value) ?? "",
    measure: isRead ? measureOf(condition) : undefined,
    spelling: isRead ? spellingOf(condition) : undefined,
    part: isRead ? partOf(condition) : undefined,
    truth: isRead ? truthOf(condition) : undefined,
  };
}

/**
 * Whether nobody meets both conditions, neither by posthog-node nor by PostHog's server. False
 * where that cannot be told.
 */
export function areApart(left: Constraint, right: Constraint): boolean {
  if (!haveSameSubject(left, right)) return false;
  if (left.type === "flag") return areValuesApart(left.value, right.value);
  return (
    areOpposite(left, right) ||
    isAbsent(left, right) ||
    isAbsent(right, left) ||
    leavesNothing(left, right) ||
    leavesNothing(right, left) ||
    both(left.measure, right.measure, areMeasuresApart) ||
    both(left.part, right.part, part.areApart) ||
    both(left.truth, right.truth, (one, other) => one !== other)
  );
}

/**
 * Whether whoever meets the first condition meets the second for certain, by posthog-node and by
 * PostHog's server. False where that cannot be told.
 */
export function implies(left: Constraint, right: Constraint): boolean {
  if (!haveSameSubject(left, right)) return false;
  if (left.type === "flag") return isValueInside(left.value, right.value);
  if (left.operator === right.operator && left.asked === right.asked) return true;
  if (right.operator === "is_set") return !holdsUnknown(left);
  return (
    both(left.measure, right.measure, isMeasureInside) ||
    both(left.spelling, right.spelling, spelling.isInside) ||
    both(left.part, right.part, part.isInside) ||
    both(left.truth, right.truth, (inner, outer) => inner === outer) ||
    areAllAccepted(left, right)
  );
}

function areMeasuresApart(left: Measure, right: Measure): boolean {
  return left.scale === right.scale && bound.areApart(left.interval, right.interval);
}

function isMeasureInside(inner: Measure, outer: Measure): boolean {
  return inner.scale === outer.scale && bound.isInside(inner.interval, outer.interval);
}

/** The texts that a list names and all other conditions on the property may accept. */
export function remainingTexts(list: Spelling, others: readonly Constraint[]): readonly string[] {
  return [...list.texts].filter((text) => others.every((other) => mayAccept(other, text)));
}

function leavesNothing({ spelling: list }: Constraint, other: Constraint): boolean {
  return list?.among === true && remainingTexts(list, [other]).length === 0;
}

function mayAccept(condition: Constraint, text: string): boolean {
  const { spelling: other } = condition;
  return other === undefined ? accepts(condition, text) !== false : spelling.admits(other, text);
}

/** Whether a bound or a part takes whatever is spelled like the text; undefined if it depends. */
function accepts({ measure, part: asked }: Constraint, text: string): boolean | undefined {
  if (asked !== undefined) return part.holdsFor(asked, text);
  const number = plainNumber(text);
  if (number === undefined || measure?.scale !== "number") return undefined;
  return bound.isInside(pointAt(number), measure.interval);
}

function areAllAccepted({ spelling: list }: Constraint, other: Constraint): boolean {
  return list?.among === true && [...list.texts].every((text) => accepts(other, text) === true);
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
function areOpposite(left: Constraint, right: Constraint): boolean {
  const named = OPPOSITES.get(left.operator) === right.operator;
  const turned = OPPOSITES.get(right.operator) === left.operator;
  if (!named && !turned) return false;
  return left.operator.endsWith("_set") || left.asked === right.asked;
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

function both<Reading>(
  left: Reading | undefined,
  right: Reading | undefined,
  holds: (left: Reading, right: Reading) => boolean,
): boolean {
  return left !== undefined && right !== undefined && holds(left, right);
}
