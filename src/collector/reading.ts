import { isRecord } from "../event/value.ts";
import { byKey } from "../metrics/tally.ts";
import { grouped } from "./grouped.ts";
import type { KeptCell } from "./ledger.ts";

/** Counts by signal and bucket; null where too few contributors stand behind one. */
export type ReadCounts = Readonly<Record<string, Readonly<Record<string, number | null>>>>;

/** What a period tells of one schema: the counts, and the same by the dimensions that were asked for. */
export interface ReadPeriod {
  readonly period: string;
  readonly schema: number;
  readonly signals: ReadCounts;
  readonly rows?: readonly ReadRow[];
}

/** A dimension is null in the row of those that would be too few by themselves. */
export interface ReadRow {
  readonly dimensions: Readonly<Record<string, unknown>>;
  readonly signals: ReadCounts;
}

/**
 * What the cells of a period tell, schema by schema. Only `told` is read, and a sum of it may be
 * told too, so no cell has to be hidden for the sake of another.
 */
export function readPeriod(
  period: string,
  cells: readonly KeptCell[],
  by: readonly string[],
): readonly ReadPeriod[] {
  const schemas = [...grouped(cells, ({ schema }) => schema)].toSorted(([a], [b]) => a - b);
  return schemas.map(([schema, held]) => ({
    period,
    schema,
    signals: countsOf(held),
    ...(by.length > 0 && { rows: rowsOf(held, by) }),
  }));
}

/** Rows in the order of their dimensions. One of which nothing is told is not there. */
function rowsOf(cells: readonly KeptCell[], by: readonly string[]): readonly ReadRow[] {
  const told = cells.filter((cell) => cell.told > 0);
  const rows = grouped(told, ({ dimensions }) => {
    const row: unknown = JSON.parse(dimensions);
    return JSON.stringify(by.map((name) => (isRecord(row) ? (row[name] ?? null) : null)));
  });
  return [...byKey(rows)].map(([key, held]) => {
    const values: unknown[] = JSON.parse(key);
    return {
      dimensions: Object.fromEntries(by.map((name, at) => [name, values[at]])),
      signals: countsOf(held),
    };
  });
}

function countsOf(cells: readonly KeptCell[]): ReadCounts {
  const signals = grouped(cells, ({ signal }) => signal);
  return Object.fromEntries(
    [...byKey(signals)].map(([signal, held]) => {
      const buckets = grouped(held, ({ bucket }) => bucket);
      return [
        signal,
        Object.fromEntries([...byKey(buckets)].map(([bucket, parts]) => [bucket, sum(parts)])),
      ];
    }),
  );
}

function sum(cells: readonly KeptCell[]): number | null {
  return cells.reduce((all, { told }) => all + told, 0) || null;
}
