import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { capacityBits } from "../../../src/privacy/release/capacity.ts";
import {
  differing,
  disclosesClass,
  dominance,
  overCap,
} from "../../../src/privacy/release/cells.ts";
import { countOf, createContributors } from "../../../src/privacy/release/contributors.ts";
import { driftOf } from "../../../src/privacy/release/drift.ts";
import { hiddenCells } from "../../../src/privacy/release/recoverable.ts";
import { isSmall } from "../../../src/privacy/release/suppression.ts";
import { uniqueness } from "../../../src/privacy/release/uploads.ts";

/** The neutral cases of `agg.*`, of capacity and of drift, with computed answers. */
const FILE = join(import.meta.dirname, "../../../fixtures/privacy/privacy-aggregate.jsonl");

interface Case<P, I, E> {
  readonly id: string;
  readonly rule: string;
  readonly why: string;
  readonly params: P;
  readonly input: I;
  readonly expect: E;
}

const cases = <P, I, E>(rule: string): Case<P, I, E>[] =>
  readFileSync(FILE, "utf8")
    .trim()
    .split("\n")
    .map((line): Case<P, I, E> => JSON.parse(line))
    .filter((each) => each.rule === rule);

const place = ({ row, column }: { row: number; column: number }): number[] => [row, column];
const counts = (cells: Record<string, number>): ReadonlyMap<string, number> =>
  new Map(Object.entries(cells));

test.each(
  cases<
    { k: number },
    {
      cells?: { cell: string; contributors: number }[];
      increments?: { cell: string; who: string }[];
    },
    { violations: string[] }
  >("agg.small-cell"),
)("$id: $why", ({ params: { k }, input: { cells = [], increments = [] }, expect: wanted }) => {
  const people = createContributors(k, "key");
  for (const { cell, who } of increments) people.add(cell, who);
  const names = [...new Set(increments.map(({ cell }) => cell))];
  const all = [
    ...cells,
    ...names.map((cell) => ({ cell, contributors: countOf(people.people, cell, k) })),
  ];
  expect(all.filter((cell) => isSmall(cell, k)).map(({ cell }) => cell)).toEqual(wanted.violations);
});

test.each(
  cases<
    { k: number },
    {
      table: (number | null)[][];
      row_totals: number[] | null;
      col_totals: number[] | null;
      grand_total: number | null;
    },
    {
      exactly_recoverable: number[][];
      intervals: [number[], number, number][];
      violations: number[][];
    }
  >("agg.recoverable-cell"),
)("$id: $why", ({ params: { k }, input, expect: wanted }) => {
  const hidden = hiddenCells(
    {
      cells: input.table,
      rowTotals: input.row_totals ?? [],
      columnTotals: input.col_totals ?? [],
      grandTotal: input.grand_total ?? undefined,
    },
    k,
  );
  expect(hidden.filter(({ solved }) => solved).map(place)).toEqual(wanted.exactly_recoverable);
  expect(hidden.map((cell) => [place(cell), cell.min, cell.max])).toEqual(wanted.intervals);
  expect(hidden.filter(({ recoverable }) => recoverable).map(place)).toEqual(wanted.violations);
});

test.each(
  cases<
    { k: number },
    { release_a: Record<string, number>; release_b: Record<string, number> },
    { violations: string[] }
  >("agg.differencing"),
)("$id: $why", ({ params: { k }, input: { release_a, release_b }, expect: wanted }) => {
  expect(differing(counts(release_a), counts(release_b), k)).toEqual(wanted.violations);
});

test.each(
  cases<
    { n: number; share: number; p: number },
    { contributions: number[] },
    { nk_violation: boolean; p_violation: boolean }
  >("agg.dominance"),
)("$id: $why", ({ params, input: { contributions }, expect: wanted }) => {
  expect(dominance(contributions, params)).toEqual({
    byShare: wanted.nk_violation,
    byRest: wanted.p_violation,
  });
});

test.each(
  cases<
    { cap: number },
    { increments: { who: string; period: string; signal: string }[] },
    { violations: string[][] }
  >("agg.contribution-cap"),
)("$id: $why", ({ params: { cap }, input: { increments }, expect: wanted }) => {
  const found = overCap(increments, cap);
  expect(found.map(({ who, period, signal }) => [who, period, signal])).toEqual(wanted.violations);
});

test.each(
  cases<
    { k: number },
    { uploads: number[][] },
    { classes: number; unique_share: number; below_k_share: number; entropy_bits: number }
  >("agg.unique-vector"),
)("$id: $why", ({ params: { k }, input: { uploads }, expect: wanted }) => {
  const found = uniqueness(uploads, k);
  expect(found.classes).toBe(wanted.classes);
  expect(found.uniqueShare).toBeCloseTo(wanted.unique_share, 12);
  expect(found.smallShare).toBeCloseTo(wanted.below_k_share, 12);
  expect(found.entropyBits).toBeCloseTo(wanted.entropy_bits, 6);
});

test.each(
  cases<
    object,
    { signals: { kind: "one-of" | "counts"; buckets: string[]; max_per_bucket?: number }[] },
    { upper_bound_bits: number }
  >("flow.capacity"),
)("$id: $why", ({ input: { signals }, expect: wanted }) => {
  const schemas = signals.map(({ kind, buckets, max_per_bucket: max }) => ({
    kind,
    buckets,
    ...(max !== undefined && { max }),
  }));
  expect(capacityBits(schemas)).toBeCloseTo(wanted.upper_bound_bits, 6);
});

test.each(
  cases<
    { tolerance: number },
    { old: Record<string, number>; new: Record<string, number> },
    object
  >("diff.counts-drift"),
)("$id: $why", ({ params: { tolerance }, input, expect: wanted }) => {
  expect(driftOf(counts(input.old), counts(input.new), tolerance)).toEqual(wanted);
});

test.each([
  [[7, 0, 0], true],
  [[4, 0, 0], false],
  [[7, 1], false],
  [[], false],
])("a group whose buckets hold %j tells its value: %s", (buckets, found) =>
  expect(disclosesClass(buckets, 5)).toBe(found),
);
