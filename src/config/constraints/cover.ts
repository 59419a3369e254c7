import { valuesOf } from "../condition.ts";
import { type Constraint, implies, toConstraint } from "./constraint.ts";

/** A release group: who is meant, and how many of them are let in. */
export interface Release {
  readonly conditions: readonly Constraint[];
  /** Percent. */
  readonly rollout: number;
}

/**
 * The groups that take everyone whom a later one would, by their index; empty when somebody may be
 * left. All groups of a flag place people by the same hash, so a group with the larger rollout
 * takes everyone whom one with the smaller would.
 */
export function coverOf(release: Release, earlier: readonly Release[]): readonly number[] {
  const taking = takerOf(release, earlier);
  if (taking >= 0) return [taking];
  for (const condition of release.conditions) {
    const parts = partsOf(condition, release).map((part) => takerOf(part, earlier));
    if (parts.length > 1 && !parts.includes(-1)) return [...new Set(parts)].toSorted(ascending);
  }
  return [];
}

function takerOf(release: Release, earlier: readonly Release[]): number {
  return earlier.findIndex(
    ({ conditions, rollout }) =>
      isWider(rollout, release.rollout) &&
      conditions.every((wanted) => release.conditions.some((held) => implies(held, wanted))),
  );
}

/** A group that is parked at 0 is hidden only where no rollout would help. */
function isWider(earlier: number, later: number): boolean {
  return earlier === 100 || (later > 0 && earlier >= later);
}

/** The group once for each value of a list: whoever meets the list meets one of them. */
function partsOf(condition: Constraint, release: Release): Release[] {
  if (condition.spelling?.among !== true) return [];
  return valuesOf(condition).map((value) => {
    const part = toConstraint({ ...condition, value });
    const conditions = release.conditions.map((each) => (each === condition ? part : each));
    return { ...release, conditions };
  });
}

function ascending(left: number, right: number): number {
  return left - right;
}
