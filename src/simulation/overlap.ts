import { compileFlags } from "../evaluation/compile-flags.ts";
import type { Definitions, FlagDefinition } from "../evaluation/flag.ts";
import type { Outcome } from "../evaluation/outcome.ts";
import type { Person } from "../evaluation/person.ts";
import { type Independence, independence } from "./chi-square.ts";
import type { Value } from "./distribution.ts";
import { type IsFirst, unitOf } from "./unit.ts";

/** How many people have one value of each of two flags. */
export interface JointCount {
  readonly values: readonly [Value, Value];
  readonly count: number;
  /** Of those counted, 0 to 1. */
  readonly share: number;
}

/** Two flags over the same people. */
export interface Overlap {
  readonly keys: readonly [string, string];
  readonly joint: readonly JointCount[];
  /** Each pair of units once, of whom both values are known. */
  readonly counted: number;
  readonly unknown: number;
  readonly repeated: number;
  /** The share of those counted who take part in both, in one and in the other: 0 to 1. */
  readonly inBoth: number;
  readonly inEach: readonly [number, number];
  /** Whether one flag's value tells the other's, among those whom neither holds out. */
  readonly all: Independence;
  /** The same among those who take part in both. */
  readonly both: Independence;
}

/** Counts two flags together, person by person. */
export interface OverlapCounter {
  readonly count: (person: Person) => void;
  readonly result: () => Overlap;
}

export function overlapCounter(
  [left, right]: readonly [FlagDefinition, FlagDefinition],
  { definitions, isFirst }: { readonly definitions: Definitions; readonly isFirst: IsFirst },
): OverlapCounter {
  const flags = compileFlags(definitions);
  const [unitOfLeft, unitOfRight] = [unitOf(left, definitions), unitOf(right, definitions)];
  const table: JointTable = new Map();
  let [unknown, repeated] = [0, 0];
  return {
    count: (person) => {
      const units = JSON.stringify([unitOfLeft(person) ?? null, unitOfRight(person) ?? null]);
      if (!isFirst(units, person)) repeated += 1;
      else {
        const is = flags.evaluate(left.key, person);
        if (!tallyJoint(table, is, flags.evaluate(right.key, person))) unknown += 1;
      }
    },
    result: () => ({
      keys: [left.key, right.key],
      unknown,
      repeated,
      ...toOverlap(cellsOf(table)),
    }),
  };
}

/** Who has which values of two flags: by the one, then by the other. */
export type JointTable = Map<Value, Map<Value, Joint>>;

interface Joint {
  readonly values: readonly [Value, Value];
  readonly isIn: readonly [boolean, boolean];
  readonly isHeldOut: boolean;
  count: number;
}

/** Adds somebody to a joint table; false where one of the values is not known. */
export function tallyJoint(table: JointTable, left: Outcome, right: Outcome): boolean {
  if (left.value === null || right.value === null) return false;
  const row = table.get(left.value) ?? new Map<Value, Joint>();
  const cell = row.get(right.value) ?? {
    values: [left.value, right.value],
    isIn: [isIn(left), isIn(right)],
    isHeldOut: isHeldOut(left) || isHeldOut(right),
    count: 0,
  };
  cell.count += 1;
  table.set(left.value, row.set(right.value, cell));
  return true;
}

export function cellsOf(table: JointTable): Joint[] {
  return [...table.values()].flatMap((row) => [...row.values()]);
}

/**
 * Whether the values of two flags are independent among those whom neither holds out: one holdout
 * keeps the same people out of every experiment, by design.
 */
export function jointIndependence(cells: readonly Joint[]): Independence {
  const free = cells.filter(({ isHeldOut: held }) => !held);
  const lefts = [...new Set(free.map(({ values: [left] }) => left))];
  const rights = [...new Set(free.map(({ values: [, right] }) => right))];
  const countOf = (left: Value, right: Value): number =>
    free.find(({ values }) => values[0] === left && values[1] === right)?.count ?? 0;
  return independence(lefts.map((left) => rights.map((right) => countOf(left, right))));
}

type Counted = Omit<Overlap, "keys" | "unknown" | "repeated">;

function toOverlap(cells: readonly Joint[]): Counted {
  const counted = people(cells);
  const share = (some: readonly Joint[]): number => (counted === 0 ? 0 : people(some) / counted);
  const both = cells.filter(({ isIn: [left, right] }) => left && right);
  return {
    joint: cells
      .map(({ values, count }) => ({ values, count, share: counted === 0 ? 0 : count / counted }))
      .toSorted((one, other) => rank(one.values) - rank(other.values) || compare(one, other)),
    counted,
    inBoth: share(both),
    inEach: [
      share(cells.filter(({ isIn: [left] }) => left)),
      share(cells.filter(({ isIn: [, right] }) => right)),
    ],
    all: jointIndependence(cells),
    both: jointIndependence(both),
  };
}

/** Those in both first, those in neither last. */
function rank(values: readonly [Value, Value]): number {
  return values.filter((value) => value === false).length;
}

function compare({ values: one }: JointCount, { values: other }: JointCount): number {
  const [left, right] = [JSON.stringify(one), JSON.stringify(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function isHeldOut({ reason }: Outcome): boolean {
  return reason === "holdout_condition_value";
}

function isIn(outcome: Outcome): boolean {
  return outcome.value !== false && !isHeldOut(outcome);
}

function people(cells: readonly Joint[]): number {
  return cells.reduce((total, { count }) => total + count, 0);
}
