/** What a collector answers to a batch, now and whenever it comes again. */
export interface Receipt {
  readonly id: string;
  readonly period: string;
  /** How many cells were taken, and how many were not, by reason. */
  readonly accepted: number;
  readonly refused: Readonly<Record<string, number>>;
}

/** What a cell is a count of. */
export interface CellKey {
  readonly period: string;
  /** Of the batches: what two schemas count is never added up (`seed-systems.md` 3.1 R13). */
  readonly schema: number;
  readonly signal: string;
  readonly bucket: string;
  /** The values of the dimensions, as canonical JSON. */
  readonly dimensions: string;
}

/** A count in two parts: one that everybody may know, and one that too few people stand behind yet. */
export interface KeptCell extends CellKey {
  /** What readings have told. It only grows. */
  readonly told: number;
  /** What was counted besides. */
  readonly untold: number;
  /** Who added to `untold`: at most `min_count` of them, further ones make no difference. */
  readonly contributors: readonly string[];
}

/** All that a collector keeps, as one transaction sees it: with its own changes. */
export interface Ledger {
  readonly receipt: (id: string) => Promise<Receipt | undefined>;
  readonly addReceipt: (receipt: Receipt) => Promise<void>;
  readonly cell: (key: CellKey) => Promise<KeptCell | undefined>;
  /** Adds a cell, or replaces the one of the same key. */
  readonly setCell: (cell: KeptCell) => Promise<void>;
  /** Of all receipts and cells, each once, sorted by code unit. */
  readonly periods: () => Promise<readonly string[]>;
  /** The cells of a period, in any order. */
  readonly cells: (period: string) => Promise<readonly KeptCell[]>;
  readonly forgetReceipts: (period: string) => Promise<void>;
  readonly forgetCells: (period: string) => Promise<void>;
}

/** A key as one text. */
export function keyOf({ period, schema, signal, bucket, dimensions }: CellKey): string {
  return JSON.stringify([period, schema, signal, bucket, dimensions]);
}
