import { asksProperty, type Condition, holdsUnknown } from "../../condition.ts";
import { haveSameSubject } from "../../constraints/constraint.ts";
import { type Divergences, warning } from "./divergence.ts";

/**
 * Negative conditions on a property that is not known: met on the server, undecided locally. A
 * condition beside it that asks for the property keeps such people out on both sides.
 */
export const missing: Divergences = (condition, group) => {
  if (!asksProperty(condition) || !holdsUnknown(condition)) return [];
  if (condition.operator === "is_not_set") return [NEVER_LOCAL];
  const isAskedFor = group.some(
    (other) => haveSameSubject(other, condition) && !holdsUnknown(other),
  );
  return isAskedFor || isAlwaysThere(condition) ? [] : [UNKNOWN_PROPERTY];
};

/** PostHog and every SDK know these of whoever is asked about. */
function isAlwaysThere({ type, key }: Condition): boolean {
  return key === (type === "group" ? "$group_key" : "distinct_id");
}

const NEVER_LOCAL = warning(
  "divergence.is-not-set",
  "Whoever lacks the property meets this on the server and is undecided locally, where an absent property is one nobody has said",
  'always send the property, with a value such as "none" for none, and compare with that by "exact"',
);

const UNKNOWN_PROPERTY = warning(
  "divergence.missing-property",
  "Whoever lacks the property meets this on the server and is undecided locally",
  'add a condition "is_set" on the same property, or name the values that are meant by "exact"',
);
