import { type Bounds, boundsOf, type Equation } from "./bounds.ts";

/** A table as it is released: counts, null where hidden; a total is undefined where it is withheld. */
export interface ReleasedTable {
  readonly cells: readonly (readonly (number | null)[])[];
  readonly rowTotals: readonly (number | undefined)[];
  readonly columnTotals: readonly (number | undefined)[];
  readonly grandTotal: number | undefined;
}

/** A hidden cell and what a reader can work out about it. */
export interface HiddenCell extends Bounds {
  readonly row: number;
  readonly column: number;
  /** The totals alone give it back, whatever the cells hold. */
  readonly solved: boolean;
  /** Found: solved, bounded to one value, or bounded below the smallest count that may be known. */
  readonly recoverable: boolean;
}

/**
 * What a reader can work out about each hidden cell, row by row (`agg.recoverable-cell`,
 * `privacy-rules.md` 5). Linear: a unit vector lies in the row space of the totals. By bounds: the
 * cell's largest possible count is below `minCount`, or its smallest is its largest. Throws on
 * totals that contradict each other.
 */
export function hiddenCells(table: ReleasedTable, minCount: number): HiddenCell[] {
  const places = table.cells.flatMap((row, at) =>
    row.flatMap((count, column) => (count === null ? [{ row: at, column }] : [])),
  );
  const equations = equationsOf(table, places);
  const bounds = boundsOf(equations, places.length);
  if (bounds === undefined) throw new RangeError("The totals of a table contradict each other");
  const solved = solvedBy(equations, places.length);
  return places.map((place, index) => {
    const { min, max } = bounds[index] ?? { min: 0, max: Infinity };
    const isSolved = solved.has(index);
    return {
      ...place,
      min,
      max,
      solved: isSolved,
      recoverable: isSolved || max < minCount || min === max,
    };
  });
}

type Place = Pick<HiddenCell, "row" | "column">;

/** One equation for each published total that holds a hidden cell. */
function equationsOf(table: ReleasedTable, places: readonly Place[]): Equation[] {
  const { cells, rowTotals, columnTotals, grandTotal } = table;
  const over = (total: number | undefined, holds: (place: Place) => boolean): Equation[] => {
    const hidden = places.flatMap((place, index) => (holds(place) ? [index] : []));
    if (total === undefined || hidden.length === 0) return [];
    const shown = cells
      .flatMap((row, at) => row.map((count, column) => ({ row: at, column, count: count ?? 0 })))
      .filter(holds)
      .reduce((sum, { count }) => sum + count, 0);
    return [{ cells: hidden, total: total - shown }];
  };
  return [
    ...rowTotals.flatMap((total, at) => over(total, ({ row }) => row === at)),
    ...columnTotals.flatMap((total, at) => over(total, ({ column }) => column === at)),
    ...over(grandTotal, () => true),
  ];
}

/**
 * Which cells the equations fix: in reduced row echelon form, the row of such a cell is a unit
 * vector. Of rows, columns and a whole, every pivot is 1 or -1, so this is exact.
 */
function solvedBy(equations: readonly Equation[], size: number): ReadonlySet<number> {
  const rows = equations.map(({ cells }) => {
    const held = new Set(cells);
    return Array.from({ length: size }, (_, index): number => (held.has(index) ? 1 : 0));
  });
  let rank = 0;
  for (let column = 0; column < size && rank < rows.length; column += 1) {
    const found = rows.findIndex((row, at) => at >= rank && row[column] !== 0);
    const chosen = rows[found];
    if (chosen === undefined) continue;
    const by = chosen[column] ?? 1;
    const solved = chosen.map((value) => value / by);
    rows[found] = rows[rank] ?? [];
    rows[rank] = solved;
    for (const [at, row] of rows.entries()) {
      const times = row[column] ?? 0;
      if (at === rank || times === 0) continue;
      rows[at] = row.map((value, place) => value - times * (solved[place] ?? 0));
    }
    rank += 1;
  }
  return new Set(
    rows.flatMap((row) => {
      const held = row.flatMap((value, index) => (value === 0 ? [] : [index]));
      return held.length === 1 ? held : [];
    }),
  );
}
