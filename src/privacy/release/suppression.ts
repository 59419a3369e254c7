import { hiddenCells, type ReleasedTable } from "./recoverable.ts";

/** One cell of what was counted. */
export interface CountedCell {
  readonly count: number;
  /** People, not counts: a cell of 500 from one installation is a cell of one. */
  readonly contributors: number;
}

/** Contributors decide, and a cell with nobody in it is not small (`agg.small-cell`). */
export function isSmall(
  { contributors }: Pick<CountedCell, "contributors">,
  minCount: number,
): boolean {
  return contributors > 0 && contributors < minCount;
}

/** Which totals are released beside the cells. */
export interface Published {
  readonly rows: boolean;
  readonly columns: boolean;
  readonly whole: boolean;
}

/**
 * The table as it may be released: small cells are hidden, then further ones until no hidden cell
 * can be worked out from the totals. Of the cells in a line with one that could, the one with the
 * most contributors goes first. Where a line has none left, its total is withheld. The same table
 * always comes out the same (`privacy-rules.md` 5).
 */
export function suppress(
  counted: readonly (readonly CountedCell[])[],
  minCount: number,
  published: Published,
): ReleasedTable {
  let table = released(counted, minCount, published);
  for (;;) {
    const open = hiddenCells(table, minCount).filter(({ recoverable }) => recoverable);
    if (open.length === 0) return table;
    const lines = linesOf(table, open);
    table = hideMostCommon(
      table,
      counted,
      (row, column) => lines.rows.has(row) || lines.columns.has(column),
    ) ??
      withholdLines(table, lines) ??
      hideMostCommon(table, counted, () => table.grandTotal !== undefined) ?? {
        ...table,
        grandTotal: undefined,
      };
  }
}

function released(
  counted: readonly (readonly CountedCell[])[],
  minCount: number,
  published: Published,
): ReleasedTable {
  const width = Math.max(0, ...counted.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, column) =>
    counted.flatMap((row) => row[column] ?? []),
  );
  const totals = (
    lines: readonly (readonly CountedCell[])[],
    are: boolean,
  ): (number | undefined)[] => lines.map((line) => (are ? sum(line) : undefined));
  return {
    cells: counted.map((row) => row.map((cell) => (isSmall(cell, minCount) ? null : cell.count))),
    rowTotals: totals(counted, published.rows),
    columnTotals: totals(columns, published.columns),
    grandTotal: published.whole ? sum(counted.flat()) : undefined,
  };
}

const sum = (cells: readonly CountedCell[]): number =>
  cells.reduce((total, { count }) => total + count, 0);

/** The lines with a published total that hold one of the open cells. */
interface Lines {
  readonly rows: ReadonlySet<number>;
  readonly columns: ReadonlySet<number>;
}

function linesOf(
  { rowTotals, columnTotals }: ReleasedTable,
  open: readonly { readonly row: number; readonly column: number }[],
): Lines {
  return {
    rows: new Set(open.map(({ row }) => row).filter((row) => rowTotals[row] !== undefined)),
    columns: new Set(
      open.map(({ column }) => column).filter((at) => columnTotals[at] !== undefined),
    ),
  };
}

/** Hides, of the shown cells that may be, the one with the most contributors. */
function hideMostCommon(
  table: ReleasedTable,
  counted: readonly (readonly CountedCell[])[],
  may: (row: number, column: number) => boolean,
): ReleasedTable | undefined {
  const [chosen] = counted
    .flatMap((cells, row) =>
      cells.map(({ contributors }, column) => ({ row, column, contributors })),
    )
    .filter(({ row, column, contributors }) => {
      const shown = (table.cells[row]?.[column] ?? null) !== null;
      return shown && contributors > 0 && may(row, column);
    })
    .toSorted((a, b) => b.contributors - a.contributors);
  if (chosen === undefined) return undefined;
  const cells = table.cells.map((row, at) =>
    row.map((count, column) => (at === chosen.row && column === chosen.column ? null : count)),
  );
  return { ...table, cells };
}

function withholdLines(table: ReleasedTable, { rows, columns }: Lines): ReleasedTable | undefined {
  if (rows.size === 0 && columns.size === 0) return undefined;
  return {
    ...table,
    rowTotals: without(table.rowTotals, rows),
    columnTotals: without(table.columnTotals, columns),
  };
}

const without = (
  totals: readonly (number | undefined)[],
  lines: ReadonlySet<number>,
): (number | undefined)[] => totals.map((total, at) => (lines.has(at) ? undefined : total));
