import { inTurn } from "./in-turn.ts";
import { type CellKey, keyOf, type KeptCell, type Ledger, type Receipt } from "./ledger.ts";

/** Where a collector keeps what it took. `memoryStore` and `sqliteStore` are two; write your own for another database. */
export interface CollectorStore {
  /**
   * Does a deed as one transaction: alone, and all of it or nothing. Resolves to what the deed
   * resolved to, once all it changed outlives the process: a collector answers only then. Rejects
   * when the deed or the store failed; then nothing is known of what it changed, and the client
   * sends the batch again.
   */
  readonly transact: <T>(deed: (ledger: Ledger) => Promise<T>) => Promise<T>;
}

/** A store that forgets when the process ends. */
export function memoryStore(): CollectorStore {
  const receipts = new Map<string, Receipt>();
  const cells = new Map<string, KeptCell>();
  const alone = inTurn();
  return {
    transact: async (deed) =>
      alone(async () => {
        const undo: Undo[] = [];
        try {
          return await deed({
            receipt: async (id) => receipts.get(id),
            addReceipt: async (receipt) => change(receipts, receipt.id, receipt, undo),
            cell: async (key: CellKey) => cells.get(keyOf(key)),
            setCell: async (cell) => change(cells, keyOf(cell), cell, undo),
            periods: async () => {
              const kept = [...receipts.values(), ...cells.values()];
              return [...new Set(kept.map(({ period }) => period))].toSorted();
            },
            cells: async (period) => [...cells.values()].filter((cell) => cell.period === period),
            forgetReceipts: async (period) => forget(receipts, period, undo),
            forgetCells: async (period) => forget(cells, period, undo),
          });
        } catch (error) {
          for (const back of undo.toReversed()) back();
          throw error;
        }
      }),
  };
}

type Undo = () => void;

function change<T>(held: Map<string, T>, key: string, value: T | undefined, undo: Undo[]): void {
  const before = held.get(key);
  undo.push(() => put(held, key, before));
  put(held, key, value);
}

function put<T>(held: Map<string, T>, key: string, value: T | undefined): void {
  if (value === undefined) held.delete(key);
  else held.set(key, value);
}

function forget(
  held: Map<string, { readonly period: string }>,
  period: string,
  undo: Undo[],
): void {
  for (const [key, each] of held) if (each.period === period) change(held, key, undefined, undo);
}
