import { pbinom } from "lib-r-math.js";
import type { Definitions, FlagDefinition } from "../evaluation/flag.ts";
import type { Person } from "../evaluation/person.ts";
import { differenceOfMeans } from "./analysis-of-variance.ts";
import { type ChiSquare, goodnessOfFit } from "./chi-square.ts";
import { distributionOf, type Value } from "./distribution.ts";
import { traitOf } from "./population.ts";
import { ALL_DIFFERENT } from "./unit.ts";
import { SIGNIFICANT } from "./verdict.ts";

/** What one population said where there is nothing to say. Null: it could not be asked. */
export interface Run {
  /** Of the shares of values, against the definition. */
  readonly split: number | null;
  /** Of a difference of a trait that was there before the flag. */
  readonly trait: number | null;
}

/**
 * Prepares A/A runs of a flag over people made up. A run assigns them and compares the trait they
 * were born with, by the values of those who take part, or between those in and those out where
 * there is one value only.
 */
export function aaRuns(
  flag: FlagDefinition,
  definitions: Definitions,
): (people: Iterable<Person>) => Run {
  const start = distributionOf(flag, definitions);
  return (people) => {
    const counter = start(ALL_DIFFERENT);
    const sums = new Map<Value, { people: number; sum: number; squares: number }>();
    for (const person of people) {
      const { value, reason } = counter.count(person);
      if (value === null || reason === "holdout_condition_value") continue;
      const trait = traitOf(person);
      const group = sums.get(value) ?? { people: 0, sum: 0, squares: 0 };
      group.people += 1;
      group.sum += trait;
      group.squares += trait ** 2;
      sums.set(value, group);
    }
    const taking = [...sums].filter(([value]) => value !== false);
    const compared = taking.length > 1 ? taking : [...sums];
    const { p, freedom } = counter.result();
    return {
      // A flag that is the same for everyone has no shares to get wrong.
      split: freedom === 0 && p === 1 ? null : p,
      trait: differenceOfMeans(compared.map(([, group]) => group)),
    };
  };
}

/** What many runs say together. */
export interface Alarms {
  readonly split: Rate;
  readonly trait: Rate;
  /** Whether the p-values of the trait are spread evenly from 0 to 1. */
  readonly uniformity: ChiSquare;
}

/** Counts the false alarms of many runs. */
export function alarmsOf(runs: readonly Run[]): Alarms {
  const traits = runs.flatMap(({ trait }) => trait ?? []);
  return {
    split: rateOf(runs.flatMap(({ split }) => split ?? [])),
    trait: rateOf(traits),
    uniformity: uniformity(traits),
  };
}

/** How many of many p-values are small, and whether that many are to be expected. */
export interface Rate {
  readonly runs: number;
  readonly below: number;
  /** Of the runs, 0 to 1. */
  readonly share: number;
  /** The chance of a count at least as far from 5 %; exact binomial, both sides. */
  readonly p: number | null;
}

function rateOf(values: readonly number[]): Rate {
  const [runs, below] = [values.length, values.filter((p) => p < SIGNIFICANT).length];
  if (runs === 0) return { runs, below, share: 0, p: null };
  const low = pbinom(below, runs, SIGNIFICANT);
  const high = below === 0 ? 1 : pbinom(below - 1, runs, SIGNIFICANT, false);
  return { runs, below, share: below / runs, p: Math.min(1, 2 * Math.min(low, high)) };
}

const TENTHS = 10;

/** P-values are spread evenly from 0 to 1 where nothing differs: compared by tenths. */
function uniformity(values: readonly number[]): ChiSquare {
  const counts = Array.from({ length: TENTHS }, () => 0);
  for (const p of values) {
    const tenth = Math.min(TENTHS - 1, Math.floor(p * TENTHS));
    counts[tenth] = (counts[tenth] ?? 0) + 1;
  }
  return goodnessOfFit([
    counts.map((observed) => ({ observed, expected: values.length / TENTHS })),
  ]);
}
