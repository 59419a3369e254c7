import type { Ledger } from "./ledger.ts";
import { tell } from "./telling.ts";

export interface Upkeep {
  /** Whether batches of a period are not taken any more. */
  readonly isClosed: (period: string) => boolean;
  /** Whether its counts have been kept for their time. */
  readonly isOld: (period: string) => boolean;
  readonly dimensions: readonly string[];
  readonly minCount: number;
}

/**
 * Forgets what is of no more use (`seed-systems.md` 3.1 R10, R23). A period that is closed changes
 * no more: what of it may be told is told, and its receipts, its contributors and the counts of too
 * few go. Its sums stay until they are old.
 */
export async function keepUp(ledger: Ledger, upkeep: Upkeep): Promise<void> {
  for (const period of await ledger.periods()) {
    // oxlint-disable-next-line no-await-in-loop -- one period in memory
    if (upkeep.isClosed(period)) await close(period, ledger, upkeep);
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (upkeep.isOld(period)) await ledger.forgetCells(period);
  }
}

async function close(
  period: string,
  ledger: Ledger,
  { dimensions, minCount }: Upkeep,
): Promise<void> {
  await ledger.forgetReceipts(period);
  await tellPeriod(period, ledger, { dimensions, minCount });
  for (const cell of await ledger.cells(period))
    // oxlint-disable-next-line no-await-in-loop -- one transaction
    if (cell.untold > 0) await ledger.setCell({ ...cell, untold: 0, contributors: [] });
}

/** Tells of a period what may be told, and remembers that it did. */
export async function tellPeriod(
  period: string,
  ledger: Ledger,
  { dimensions, minCount }: Pick<Upkeep, "dimensions" | "minCount">,
): Promise<void> {
  for (const cell of tell(await ledger.cells(period), dimensions, minCount))
    // oxlint-disable-next-line no-await-in-loop -- one transaction
    await ledger.setCell(cell);
}
