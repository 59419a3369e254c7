import { pchisq } from "lib-r-math.js";

/** A chi-square statistic, its degrees of freedom and the chance of one at least as large. */
export interface ChiSquare {
  readonly statistic: number;
  readonly freedom: number;
  /** Null where nothing was free to vary. */
  readonly p: number | null;
}

/** How often something was seen, and how often it should be. */
export interface Cell {
  readonly observed: number;
  readonly expected: number;
}

/** Below this expectation chi-square says too little: cells and lines are put together. */
export const FEWEST = 5;

/**
 * Pearson's goodness of fit, over groups of people whose shares are known: statistics and degrees
 * of freedom add up. In each group the cells of which fewer than 5 are expected count as one.
 */
export function goodnessOfFit(groups: readonly (readonly Cell[])[]): ChiSquare {
  let statistic = 0;
  let freedom = 0;
  for (const group of groups) {
    const cells = pooledCells(group);
    if (cells.length < 2) continue;
    statistic += sum(cells.map(distance));
    freedom += cells.length - 1;
  }
  return withChance(statistic, freedom);
}

/** What a table of two properties says about them being independent. */
export interface Independence extends ChiSquare {
  /** The strength of the association, 0 to 1: Cramér's V; null where nothing was free to vary. */
  readonly cramersV: number | null;
}

/**
 * Pearson's test of independence. Empty lines are left out; while fewer than 5 are expected in some
 * cell, the two smallest lines of the longer side are put together.
 */
export function independence(table: readonly (readonly number[])[]): Independence {
  const rows = pooledTable(table);
  const [height, width] = [rows.length, rows[0]?.length ?? 0];
  const freedom = Math.max(0, height - 1) * Math.max(0, width - 1);
  const cells = expectedCells(rows);
  if (freedom === 0 || smallest(cells) < FEWEST)
    return { statistic: 0, freedom: 0, p: null, cramersV: null };
  const statistic = sum(cells.map(distance));
  const people = sum(rows.map(sum));
  const cramersV = Math.sqrt(statistic / (people * Math.min(height - 1, width - 1)));
  return { ...withChance(statistic, freedom), cramersV };
}

function withChance(statistic: number, freedom: number): ChiSquare {
  if (freedom === 0) return { statistic, freedom, p: null };
  return { statistic, freedom, p: pchisq(statistic, freedom, undefined, false) };
}

function distance({ observed, expected }: Cell): number {
  return (observed - expected) ** 2 / expected;
}

/** Small cells as one; where that one is small too, it joins the smallest of the others. */
function pooledCells(cells: readonly Cell[]): Cell[] {
  const possible = cells.filter(({ expected }) => expected > 0);
  const large = possible.filter(({ expected }) => expected >= FEWEST);
  const small = possible.filter(({ expected }) => expected < FEWEST);
  if (small.length === 0) return large;
  const rest = joined(small);
  if (rest.expected >= FEWEST) return [...large, rest];
  const [next, ...others] = large.toSorted((left, right) => left.expected - right.expected);
  return next === undefined ? [rest] : [...others, joined([next, rest])];
}

function joined(cells: readonly Cell[]): Cell {
  return {
    observed: sum(cells.map(({ observed }) => observed)),
    expected: sum(cells.map(({ expected }) => expected)),
  };
}

function pooledTable(table: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const full = table.filter((row) => sum(row) > 0);
  let rows: readonly (readonly number[])[] = transposed(
    transposed(full).filter((column) => sum(column) > 0),
  );
  while (smallest(expectedCells(rows)) < FEWEST) {
    const width = rows[0]?.length ?? 0;
    if (rows.length <= 2 && width <= 2) break;
    rows =
      rows.length >= width ? smallestJoined(rows) : transposed(smallestJoined(transposed(rows)));
  }
  return rows;
}

function smallestJoined(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const [first, second, ...others] = rows.toSorted((left, right) => sum(left) - sum(right));
  if (first === undefined || second === undefined) return rows;
  return [...others, first.map((count, column) => count + (second[column] ?? 0))];
}

function expectedCells(rows: readonly (readonly number[])[]): Cell[] {
  const people = sum(rows.map(sum));
  const columns = transposed(rows).map(sum);
  return rows.flatMap((row) =>
    row.map((observed, column) => ({
      observed,
      expected: (sum(row) * (columns[column] ?? 0)) / people,
    })),
  );
}

function smallest(cells: readonly Cell[]): number {
  return cells.reduce((least, { expected }) => Math.min(least, expected), Infinity);
}

function transposed(rows: readonly (readonly number[])[]): number[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? 0));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
