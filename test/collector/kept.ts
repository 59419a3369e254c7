import type { CellKey } from "../../src/collector/ledger.ts";
import type { CollectorStore } from "../../src/collector/store.ts";

/** Every cell that a collector keeps in a store, with all it counted, told or not. */
export async function keptCells(
  store: CollectorStore,
): Promise<readonly (CellKey & { readonly count: number })[]> {
  return store.transact(async (ledger) => {
    const periods = await ledger.periods();
    const cells = await Promise.all(periods.map(async (period) => ledger.cells(period)));
    return cells.flat().map((cell) => ({ ...cell, count: cell.told + cell.untold }));
  });
}
