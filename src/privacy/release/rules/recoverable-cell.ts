import { hiddenCells, type ReleasedTable } from "../recoverable.ts";
import type { JudgingRule } from "../../rule.ts";

export const recoverableCell: JudgingRule<{
  readonly table: ReleasedTable;
  readonly minCount: number;
}> = {
  id: "agg.recoverable-cell",
  severity: "error",
  why: "The published totals give a hidden cell back",
  hint: "Hide further cells, or publish fewer totals",
  finds: ({ table, minCount }) =>
    hiddenCells(table, minCount).some(({ recoverable }) => recoverable),
  examples: {
    finds: [
      { table: line([null, 9], 12), minCount: 5 },
      { table: line([null, null, 9], 10), minCount: 5 },
    ],
    passes: [
      { table: line([null, 9], undefined), minCount: 5 },
      { table: line([null, null], 20), minCount: 5 },
    ],
  },
};

/** A table of one line with its total. */
function line(cells: readonly (number | null)[], total: number | undefined): ReleasedTable {
  return { cells: [cells], rowTotals: [total], columnTotals: [], grandTotal: undefined };
}
