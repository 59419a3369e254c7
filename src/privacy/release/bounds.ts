/** A published total over hidden cells: their counts add up to `total`. */
export interface Equation {
  /** Indices of cells; each stands once. */
  readonly cells: readonly number[];
  readonly total: number;
}

/** What a reader can say about a hidden cell: its smallest and its largest possible count. */
export interface Bounds {
  readonly min: number;
  /** Infinite where no total holds the cell. */
  readonly max: number;
}

/**
 * The bounds of `size` hidden cells, which hold non-negative integers, under the totals that are
 * published. Exact for totals of rows, columns and a whole table: such systems are totally
 * unimodular, so every corner is whole and every pivot is 1 or -1, and plain numbers lose nothing.
 * Undefined where the totals contradict each other.
 */
export function boundsOf(
  equations: readonly Equation[],
  size: number,
): readonly Bounds[] | undefined {
  const start = feasible(equations, size);
  if (start === undefined) return undefined;
  const along = (cell: number, sign: 1 | -1): number =>
    sign * maximise(copy(start), unit(size, cell, sign));
  return Array.from({ length: size }, (_, cell) => ({
    min: along(cell, -1) + 0,
    max: along(cell, 1),
  }));
}

/** Rows of coefficients with the right side last, each solved for the variable of its basis. */
interface Tableau {
  readonly rows: number[][];
  readonly basis: number[];
}

const copy = ({ rows, basis }: Tableau): Tableau => ({
  rows: rows.map((row) => [...row]),
  basis: [...basis],
});

const unit = (size: number, at: number, value: number): number[] =>
  Array.from({ length: size }, (_, index) => (index === at ? value : 0));

/** A corner of what is possible, found by driving one made-up variable per equation to zero. */
function feasible(equations: readonly Equation[], size: number): Tableau | undefined {
  if (equations.some(({ total }) => total < 0)) return undefined;
  const width = size + equations.length;
  const tableau: Tableau = {
    rows: equations.map(({ cells, total }, index) => {
      const row = unit(width, size + index, 1);
      for (const cell of cells) row[cell] = 1;
      return [...row, total];
    }),
    basis: equations.map((_, index) => size + index),
  };
  const cost = Array.from({ length: width }, (_, index) => (index < size ? 0 : -1));
  if (maximise(tableau, cost) < 0) return undefined;
  return withoutMadeUp(tableau, size);
}

/** Exchanges what is made up for real variables; an equation that has none said nothing new. */
function withoutMadeUp({ rows, basis }: Tableau, size: number): Tableau {
  for (let row = rows.length - 1; row >= 0; row -= 1) {
    if ((basis[row] ?? 0) < size) continue;
    const column = (rows[row] ?? []).findIndex((value, index) => index < size && value !== 0);
    if (column >= 0) pivot({ rows, basis }, row, column);
    else {
      rows.splice(row, 1);
      basis.splice(row, 1);
    }
  }
  return { rows: rows.map((row) => [...row.slice(0, size), row.at(-1) ?? 0]), basis };
}

/** The largest value of a linear cost, by the simplex method; Bland's rule lets it end. */
function maximise(tableau: Tableau, cost: readonly number[]): number {
  const { rows, basis } = tableau;
  const costOf = (variable: number | undefined): number => cost[variable ?? -1] ?? 0;
  for (;;) {
    const entering = cost.findIndex(
      (own, column) =>
        own - rows.reduce((sum, row, at) => sum + costOf(basis[at]) * (row[column] ?? 0), 0) > 0,
    );
    if (entering < 0)
      return rows.reduce((sum, row, at) => sum + costOf(basis[at]) * (row.at(-1) ?? 0), 0);
    const leaving = leavingRow(tableau, entering);
    if (leaving === undefined) return Infinity;
    pivot(tableau, leaving, entering);
  }
}

function leavingRow({ rows, basis }: Tableau, entering: number): number | undefined {
  let best: { readonly row: number; readonly ratio: number } | undefined;
  for (const [row, values] of rows.entries()) {
    const step = values[entering] ?? 0;
    if (step <= 0) continue;
    const ratio = (values.at(-1) ?? 0) / step;
    const ahead =
      best === undefined ||
      ratio < best.ratio ||
      (ratio === best.ratio && (basis[row] ?? 0) < (basis[best.row] ?? 0));
    if (ahead) best = { row, ratio };
  }
  return best?.row;
}

/** Solves one row for one variable and takes it out of all others. */
function pivot({ rows, basis }: Tableau, at: number, column: number): void {
  const chosen = rows[at] ?? [];
  const by = chosen[column] ?? 1;
  const solved = chosen.map((value) => value / by);
  rows[at] = solved;
  basis[at] = column;
  for (const [index, row] of rows.entries()) {
    const times = row[column] ?? 0;
    if (index === at || times === 0) continue;
    rows[index] = row.map((value, place) => value - times * (solved[place] ?? 0));
  }
}
