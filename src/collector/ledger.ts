import { OpsError } from "../errors.ts";
import { type Entry, type KeptCell, parseEntry, type Receipt, type Told } from "./entry.ts";
import type { CollectorStore } from "./store.ts";

/** All that a collector knows: in memory to be read, in its store to outlive the process. */
export interface Ledger {
  readonly receipt: (id: string) => Receipt | undefined;
  readonly cells: () => Iterable<KeptCell>;
  /** How many of these cells would be new. */
  readonly newCells: (cells: readonly KeptCell[]) => number;
  readonly told: (period: string) => Told | undefined;
  /** Resolves once all of it is in the store; throws when none of it is known to be. */
  readonly add: (entry: Entry) => Promise<void>;
}

/** What is kept, and for how long: periods before these are forgotten. */
export interface Retention {
  /** A batch of an older period would be refused anyhow, so its receipt is of no more use. */
  readonly receiptsFrom: () => string;
  readonly cellsFrom: () => string;
}

/** After so many batches the store is written anew, as sums: a batch is not kept beside them. */
const COMPACT_AFTER = 1_000;

/**
 * Opens the ledger in a store. One process at a time may hold it open.
 *
 * @param enough how many contributors a cell needs before further ones are not told apart
 */
export async function openLedger(
  store: CollectorStore,
  retention: Retention,
  enough: number,
): Promise<Ledger> {
  const receipts = new Map<string, Receipt>();
  const cells = new Map<string, KeptCell>();
  const told = new Map<string, Told>();
  let appended = 0;
  /** The first period that is kept: when it moves on, older ones are forgotten. */
  let since = "";
  /** After a write that failed it is not known what stands in the store. */
  let isUnsure = false;

  function apply(entry: Entry): void {
    if (entry.entry === "told") told.set(entry.told.period, entry.told);
    if (entry.entry === "batch" || entry.entry === "receipt")
      receipts.set(entry.receipt.id, entry.receipt);
    const added =
      entry.entry === "batch" ? entry.cells : entry.entry === "cell" ? [entry.cell] : [];
    for (const cell of added) cells.set(keyOf(cell), joined(cells.get(keyOf(cell)), cell, enough));
  }

  async function compact(): Promise<void> {
    forgetBefore(retention.receiptsFrom(), receipts);
    forgetBefore(retention.cellsFrom(), cells);
    forgetBefore(retention.cellsFrom(), told);
    const entries: Entry[] = [
      ...[...cells.values()].map((cell) => ({ entry: "cell" as const, cell })),
      ...[...receipts.values()].map((receipt) => ({ entry: "receipt" as const, receipt })),
      ...[...told.values()].map((each) => ({ entry: "told" as const, told: each })),
    ];
    await store.replace(entries);
    since = retention.cellsFrom();
    appended = 0;
    isUnsure = false;
  }

  for (const value of await store.load()) {
    const entry = parseEntry(value);
    if (entry === undefined)
      throw new OpsError("config", "Cannot open the collector's store: it holds something else", {
        hint: "Name another file with --db, or restore this one from a backup",
      });
    apply(entry);
  }
  await compact();

  return {
    receipt: (id) => receipts.get(id),
    cells: () => cells.values(),
    newCells: (added) => added.filter((cell) => !cells.has(keyOf(cell))).length,
    told: (period) => told.get(period),
    add: async (entry) => {
      const isDue = appended >= COMPACT_AFTER || retention.cellsFrom() !== since;
      if (isUnsure || isDue) await compact();
      isUnsure = true;
      await store.append(entry);
      isUnsure = false;
      appended += 1;
      apply(entry);
    },
  };
}

function keyOf({ period, dimensions, signal, bucket }: KeptCell): string {
  return JSON.stringify([period, dimensions, signal, bucket]);
}

function joined(held: KeptCell | undefined, added: KeptCell, enough: number): KeptCell {
  if (held === undefined) return added;
  const contributors = [...new Set([...held.contributors, ...added.contributors])];
  return {
    ...held,
    count: held.count + added.count,
    contributors: contributors.slice(0, enough),
  };
}

function forgetBefore(period: string, held: Map<string, { readonly period: string }>): void {
  for (const [key, each] of held) if (each.period < period) held.delete(key);
}
