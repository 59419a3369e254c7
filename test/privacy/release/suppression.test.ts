import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hiddenCells, type ReleasedTable } from "../../../src/privacy/release/recoverable.ts";
import { isSmall, suppress } from "../../../src/privacy/release/suppression.ts";

const cell = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 6 }))
  .map(([contributors, more]) => ({
    contributors,
    count: contributors === 0 ? 0 : contributors + more,
  }));
const table = (most: number): fc.Arbitrary<{ count: number; contributors: number }[][]> =>
  fc
    .tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
const published = fc.record({ rows: fc.boolean(), columns: fc.boolean(), whole: fc.boolean() });

const sum = (counts: readonly number[]): number => counts.reduce((all, each) => all + each, 0);
const sumOfDrawn = (cells: readonly (readonly [number, boolean])[]): number =>
  sum(cells.map(([count]) => count));
const people = (...contributors: number[]): { count: number; contributors: number }[] =>
  contributors.map((each) => ({ count: each, contributors: each }));

/** Every way to fill the hidden cells that the totals allow, by trying all of them. */
function fillings(released: ReleasedTable): number[][] {
  const most = released.grandTotal ?? 0;
  const hidden = released.cells.flatMap((row, at) =>
    row.flatMap((count, column) => (count === null ? [[at, column] as const] : [])),
  );
  const fits = (counts: readonly number[]): boolean => {
    const filled = released.cells.map((row) => row.map((count) => count ?? 0));
    for (const [index, [row, column]] of hidden.entries()) {
      const cells = filled[row];
      if (cells !== undefined) cells[column] = counts[index] ?? 0;
    }
    const { rowTotals, columnTotals, grandTotal } = released;
    return (
      rowTotals.every((total, row) => total === undefined || sum(filled[row] ?? []) === total) &&
      columnTotals.every(
        (total, at) => total === undefined || sum(filled.map((row) => row[at] ?? 0)) === total,
      ) &&
      (grandTotal === undefined || sum(filled.flat()) === grandTotal)
    );
  };
  const all = hidden.reduce<number[][]>(
    (found) =>
      found.flatMap((counts) =>
        Array.from({ length: most - sum(counts) + 1 }, (_, each) => [...counts, each]),
      ),
    [[]],
  );
  return all.filter(fits);
}

describe("what a reader can work out", () => {
  test("is exactly what trying every filling of the hidden cells shows", () => {
    const small = fc.array(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.boolean()), {
        minLength: 2,
        maxLength: 3,
      }),
      { minLength: 2, maxLength: 2 },
    );
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 4 }), (drawn, minCount) => {
        const width = Math.min(...drawn.map((row) => row.length));
        const counts = drawn.map((row) => row.slice(0, width));
        const released: ReleasedTable = {
          cells: counts.map((row) => row.map(([count, hidden]) => (hidden ? null : count))),
          rowTotals: counts.map(sumOfDrawn),
          columnTotals: Array.from({ length: width }, (_, at) =>
            sumOfDrawn(counts.flatMap((row) => row.slice(at, at + 1))),
          ),
          grandTotal: sumOfDrawn(counts.flat()),
        };
        const possible = fillings(released);
        expect(
          hiddenCells(released, minCount).map(({ min, max, recoverable }) => [
            min,
            max,
            recoverable,
          ]),
        ).toEqual(
          (possible[0] ?? []).map((_, index) => {
            const values = possible.map((counted) => counted[index] ?? 0);
            const [min, max] = [Math.min(...values), Math.max(...values)];
            return [min, max, min === max || max < minCount];
          }),
        );
      }),
      { numRuns: 100 },
    );
  });

  test("without a total is nothing", () => {
    const none = { rowTotals: [], columnTotals: [], grandTotal: undefined };
    expect(hiddenCells({ cells: [[null, 3]], ...none }, 5)).toMatchObject([
      { min: 0, max: Infinity, recoverable: false },
    ]);
  });

  test("cannot be said of totals that contradict each other", () => {
    const cells = [[null, 3]];
    expect(() =>
      hiddenCells({ cells, rowTotals: [2], columnTotals: [], grandTotal: undefined }, 5),
    ).toThrow("contradict");
  });
});

describe("a released table", () => {
  test("shows no small cell, and none can be worked out from its totals", () => {
    fc.assert(
      fc.property(table(5), published, fc.integer({ min: 2, max: 10 }), (counted, totals, k) => {
        const released = suppress(counted, k, totals);
        for (const [row, cells] of counted.entries())
          for (const [column, each] of cells.entries()) {
            const shown = released.cells[row]?.[column];
            expect(isSmall(each, k) ? [null] : [null, each.count]).toContain(shown);
          }
        expect(hiddenCells(released, k).filter(({ recoverable }) => recoverable)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("is the same every time, and whole where nobody is few", () => {
    fc.assert(
      fc.property(table(4), published, (counted, totals) => {
        expect(suppress(counted, 5, totals)).toEqual(suppress(counted, 5, totals));
        expect(suppress(counted, 1, totals).cells).toEqual(
          counted.map((row) => row.map(({ count }) => count)),
        );
      }),
    );
  });

  const rows = { rows: true, columns: false, whole: false };

  test("hides a second cell beside a lone small one: the one with the most contributors", () => {
    expect(suppress([people(3, 9, 40, 12)], 5, rows)).toMatchObject({
      cells: [[null, 9, null, 12]],
      rowTotals: [64],
    });
  });

  test("withholds the total where no other cell could hide a small one", () => {
    expect(suppress([people(3, 0)], 5, rows)).toMatchObject({
      cells: [[null, 0]],
      rowTotals: [undefined],
    });
  });

  test("a large count of few people is small", () => {
    expect(suppress([[{ count: 500, contributors: 1 }]], 5, rows).cells).toEqual([[null]]);
  });
});
