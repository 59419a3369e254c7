import { isRecord } from "../event/value.ts";

/** What a collector answers to a batch, now and whenever it comes again. */
export interface Receipt {
  readonly id: string;
  readonly period: string;
  readonly accepted: number;
  readonly refused: Readonly<Record<string, number>>;
}

/** A count of one row of dimensions, and who added to it. */
export interface KeptCell {
  readonly period: string;
  /** The values of the dimensions, as canonical JSON. */
  readonly dimensions: string;
  readonly signal: string;
  readonly bucket: string;
  readonly count: number;
  /** At most `min_count` of them: then they are enough, and further ones are not kept. */
  readonly contributors: readonly string[];
}

/** Counts as they were last told: null where hidden. */
export interface Told {
  readonly period: string;
  readonly cells: Readonly<Record<string, number | null>>;
}

/** One value of the store. A batch and its receipt are one value: neither is there without the other. */
export type Entry =
  | { readonly entry: "batch"; readonly receipt: Receipt; readonly cells: readonly KeptCell[] }
  | { readonly entry: "receipt"; readonly receipt: Receipt }
  | { readonly entry: "cell"; readonly cell: KeptCell }
  | { readonly entry: "told"; readonly told: Told };

/** Undefined for what is no entry. */
export function parseEntry(value: unknown): Entry | undefined {
  if (!isRecord(value)) return undefined;
  const { entry, receipt, cells, cell, told } = value;
  if (entry === "batch" && isReceipt(receipt) && isCells(cells)) return { entry, receipt, cells };
  if (entry === "receipt" && isReceipt(receipt)) return { entry, receipt };
  if (entry === "cell" && isCell(cell)) return { entry, cell };
  if (entry === "told" && isTold(told)) return { entry, told };
  return undefined;
}

function isReceipt(value: unknown): value is Receipt {
  if (!isRecord(value)) return false;
  const { id, period, accepted, refused } = value;
  return (
    [id, period].every((text) => typeof text === "string") &&
    typeof accepted === "number" &&
    isRecord(refused) &&
    Object.values(refused).every((cells) => typeof cells === "number")
  );
}

function isCells(value: unknown): value is readonly KeptCell[] {
  return Array.isArray(value) && value.every(isCell);
}

function isCell(value: unknown): value is KeptCell {
  if (!isRecord(value)) return false;
  const { period, dimensions, signal, bucket, count, contributors } = value;
  return (
    [period, dimensions, signal, bucket].every((text) => typeof text === "string") &&
    typeof count === "number" &&
    Array.isArray(contributors) &&
    contributors.every((who) => typeof who === "string")
  );
}

function isTold(value: unknown): value is Told {
  if (!isRecord(value)) return false;
  const { period, cells } = value;
  return (
    typeof period === "string" &&
    isRecord(cells) &&
    Object.values(cells).every((count) => count === null || typeof count === "number")
  );
}
