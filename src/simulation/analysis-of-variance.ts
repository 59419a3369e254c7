import { pf } from "lib-r-math.js";

/** Sums over one group of people. */
export interface Sums {
  readonly people: number;
  readonly sum: number;
  readonly squares: number;
}

/**
 * The chance of means at least as far apart where nothing sets the groups apart: one-way analysis
 * of variance. Null for fewer than two groups, or without spread inside them.
 */
export function differenceOfMeans(all: readonly Sums[]): number | null {
  const groups = all.filter(({ people }) => people > 1);
  const people = total(groups.map((group) => group.people));
  const mean = total(groups.map(({ sum }) => sum)) / people;
  const between = total(
    groups.map((group) => group.people * (group.sum / group.people - mean) ** 2),
  );
  const within = total(groups.map((group) => group.squares - group.sum ** 2 / group.people));
  const [free, rest] = [groups.length - 1, people - groups.length];
  if (free < 1 || !(within > 0)) return null;
  return pf(between / free / (within / rest), free, rest, undefined, false);
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
