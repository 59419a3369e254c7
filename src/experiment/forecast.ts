import { type CompiledFlags, compileFlags } from "../evaluation/compile-flags.ts";
import type { Definitions, FlagDefinition } from "../evaluation/flag.ts";
import type { Outcome } from "../evaluation/outcome.ts";
import type { Person } from "../evaluation/person.ts";
import type { Assigned } from "./assignment.ts";
import { dependenciesOf } from "./definitions.ts";
import { isSame } from "./json.ts";
import {
  decidesAlike,
  isHoldoutKnown,
  moveBetween,
  type Moves,
  reassignment,
  STILL,
  withHoldoutOf,
} from "./reassignment.ts";

/** All flags before and after, as PostHog's local-evaluation payload has them. */
export interface DefinitionsChange {
  readonly before: Definitions;
  readonly after: Definitions;
}

/** Who moves, and how that is known. Never `exact` where people had to be asked. */
export type Forecast =
  | { readonly basis: "exact"; readonly moves: Moves }
  | {
      readonly basis: "sample";
      /** Shares of the people asked, `unknown` among them: together at most 1. */
      readonly moves: Moves;
      /** The share for whom either side cannot be told from what is known of them. */
      readonly unknown: number;
      /** Of each share, were the people drawn at random from those the flag will meet. */
      readonly standardError: Moves;
      readonly people: number;
    }
  /** Nobody was asked, or of nobody it could be told. */
  | { readonly basis: "unknown"; readonly moves: null; readonly people: number };

/**
 * Who enters, leaves or switches in one flag when definitions change: by interval arithmetic where
 * conditions do not matter, else by what both sides give each of `people`. A key that one side does
 * not have gives nobody anything there.
 */
export function forecast(
  key: string,
  change: DefinitionsChange,
  people: Iterable<Person> = [],
): Forecast {
  return forecasts([key], change, people).get(key) ?? UNKNOWN;
}

/** The forecasts of several flags, in one pass over the people. */
export function forecasts(
  keys: readonly string[],
  change: DefinitionsChange,
  people: Iterable<Person> = [],
): ReadonlyMap<string, Forecast> {
  const known = new Map<string, Forecast>();
  const asked = new Map<string, Count>();
  for (const key of new Set(keys)) {
    const [before, after] = sides(key, change);
    const keepsConditions = meansTheSame(key, change);
    const moves = reassignment(before, after, { keepsConditions });
    if (moves !== null) known.set(key, { basis: "exact", moves });
    else if ([before, after].every((flag) => flag === undefined || isHoldoutKnown(flag)))
      asked.set(key, { ...STILL, unknown: 0, people: 0 });
    else known.set(key, UNKNOWN);
  }
  if (asked.size > 0) ask(asked, change, people);
  for (const [key, count] of asked) known.set(key, ofSample(count));
  return known;
}

const UNKNOWN = { basis: "unknown", moves: null, people: 0 } satisfies Forecast;

type Count = { -readonly [Name in keyof Moves | "unknown" | "people"]: number };

function ask(
  counts: ReadonlyMap<string, Count>,
  change: DefinitionsChange,
  people: Iterable<Person>,
): void {
  const before = compileFlags(withHoldouts(change.before, change.after));
  const after = compileFlags(withHoldouts(change.after, change.before));
  for (const person of people)
    for (const [key, count] of counts) {
      count.people += 1;
      const [was, is] = [assignedBy(before, key, person), assignedBy(after, key, person)];
      const move = was && is ? moveBetween(was, is) : "unknown";
      if (move !== undefined) count[move] += 1;
    }
}

/** Undefined where it cannot be told. */
function assignedBy(flags: CompiledFlags, key: string, person: Person): Assigned | undefined {
  const { value, reason }: Outcome = flags.evaluate(key, person);
  if (reason === "flag_not_found") return { value: false, isIn: false };
  if (value === null) return undefined;
  return { value, isIn: value !== false && reason !== "holdout_condition_value" };
}

function ofSample({ people, unknown, ...moved }: Count): Forecast {
  if (people === unknown) return { ...UNKNOWN, people };
  const each = (share: (count: number) => number): Moves => ({
    enter: share(moved.enter),
    leave: share(moved.leave),
    switch: share(moved.switch),
  });
  return {
    basis: "sample",
    moves: each((count) => count / people),
    unknown: unknown / people,
    standardError: each((count) => standardError(count, people)),
    people,
  };
}

/**
 * Of a share, by Agresti and Coull: two more who move and two more who do not. Unlike the plain
 * formula it is not 0 for a few people of whom none moved.
 */
function standardError(count: number, people: number): number {
  const [n, share] = [people + 4, (count + 2) / (people + 4)];
  return Math.sqrt((share * (1 - share)) / n);
}

/** Whether the conditions of a flag ask the same before and after: also those of its conditions. */
function meansTheSame(key: string, { before, after }: DefinitionsChange): boolean {
  if (!isSame({ ...before, flags: [] }, { ...after, flags: [] })) return false;
  const [old, next] = [byKey(before), byKey(after)];
  const needs = [key];
  for (const need of needs)
    for (const flag of [old.get(need), next.get(need)])
      needs.push(...(flag ? dependenciesOf(flag) : []).filter((other) => !needs.includes(other)));
  return needs.every((need) => need === key || decidesAlike(old.get(need), next.get(need)));
}

function byKey({ flags }: Definitions): Map<string, FlagDefinition> {
  return new Map(flags.map((flag) => [flag.key, flag]));
}

function sides(key: string, { before, after }: DefinitionsChange): (FlagDefinition | undefined)[] {
  const [old, next] = [byKey(before).get(key), byKey(after).get(key)];
  return [withHoldoutOf(old, next), withHoldoutOf(next, old)];
}

function withHoldouts(definitions: Definitions, other: Definitions): Definitions {
  const others = byKey(other);
  return {
    ...definitions,
    flags: definitions.flags.map((flag) => withHoldoutOf(flag, others.get(flag.key)) ?? flag),
  };
}
