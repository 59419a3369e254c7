import { buckets, shareOf } from "../evaluation/bucket.ts";
import type { Targeting } from "../experiment/declaration.ts";
import { toVariants } from "../experiment/flag.ts";

/** Ids by the place that a flag's hashes give them. */
export interface Crowd {
  /**
   * One id for each kind of place: where nothing is said, every place that enough people have.
   * Places are percent. Empty when nobody was found there.
   */
  readonly idsAt: (place: Place) => readonly string[];
}

export interface Place {
  readonly at: number | undefined;
  readonly variantAt: number | undefined;
}

/** How many ids are looked at before a place counts as empty. */
const MOST_IDS = 500_000;

/**
 * People for one flag. Its rollouts and variants cut all places into cells, and everyone in one
 * cell is treated alike, so one id stands for all of them: the first of `person-1`, `person-2` …
 * that falls in. An edge belongs where the evaluator has it: a rollout of 25 lets in who is at 25,
 * and the next variant begins at its edge.
 */
export function crowdOf({ key, groups, variants }: Targeting): Crowd {
  const { rollout, variant, intervals } = buckets(key, toVariants(variants));
  const shares = edgesOf(groups.map((group) => shareOf(group.rollout)));
  const parts = edgesOf(intervals.flatMap(({ from, to }) => [from, to]));
  const columns = parts.length - 1;
  const ids = new Map<number, string>();
  let tried = 0;
  const idIn = (cell: number): string | undefined => {
    while (!ids.has(cell) && tried < MOST_IDS) {
      tried += 1;
      const id = `person-${tried}`;
      const own = cellUpTo(shares, rollout(id)) * columns + cellFrom(parts, variant(id));
      if (!ids.has(own)) ids.set(own, id);
    }
    return ids.get(cell);
  };
  return {
    idsAt: ({ at, variantAt }) => {
      const rows = at === undefined ? cellsOf(shares) : [cellUpTo(shares, at / 100)];
      const asked = variantAt === undefined ? cellsOf(parts) : [cellFrom(parts, variantAt / 100)];
      return rows
        .flatMap((row) => asked.map((column) => idIn(row * columns + column)))
        .filter((id) => id !== undefined);
    },
  };
}

/** 0, 1 and what is between, in order. */
function edgesOf(thresholds: readonly number[]): readonly number[] {
  const between = thresholds.filter((edge) => edge > 0 && edge < 1);
  return [...new Set([0, ...between, 1])].toSorted((left, right) => left - right);
}

const cellsOf = (edges: readonly number[]): number[] => edges.slice(1).map((_, index) => index);

/** The upper edge belongs to the cell; nobody is at 0 but in the first. */
function cellUpTo(edges: readonly number[], place: number): number {
  return Math.max(0, edges.findIndex((edge) => place <= edge) - 1);
}

/** The lower edge belongs to the cell; nobody is at 1 but in the last. */
function cellFrom(edges: readonly number[], place: number): number {
  return Math.min(
    edges.length - 2,
    edges.findLastIndex((edge) => edge <= place),
  );
}
