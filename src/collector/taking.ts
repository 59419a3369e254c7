import { canonicalText } from "../privacy/release/canonical.ts";
import { type CellKey, type KeptCell, keyOf, type Ledger, type Receipt } from "./ledger.ts";
import type { Upload } from "./upload.ts";

/** A batch as it came, under its id. */
export interface Sent {
  readonly id: string;
  readonly upload: Upload | { readonly rule: string };
}

/** What came of it: kept, now or before; refused as a whole; or too much for today. */
export type Taken =
  | { readonly receipt: Receipt }
  | { readonly rule: string }
  | { readonly waitSeconds: number };

export interface Terms {
  /** How many contributors a cell needs before further ones are not told apart. */
  readonly minCount: number;
  /** Asks for new rows; seconds to wait where there is no room for them. */
  readonly newRows: (count: number) => number | undefined;
}

/**
 * Takes batches, each with its receipt, and says what came of each. An id that is known already is
 * answered as it was the first time, whatever came under it now.
 */
export async function take(
  batches: readonly Sent[],
  ledger: Ledger,
  terms: Terms,
): Promise<readonly Taken[]> {
  const cells = new Map<string, KeptCell>();
  const taken: Taken[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one after the other: an id counts once
  for (const batch of batches) taken.push(await takeOne(batch, { ledger, cells, terms }));
  // oxlint-disable-next-line no-await-in-loop -- each cell once, for however many batches
  for (const cell of cells.values()) await ledger.setCell(cell);
  return taken;
}

async function takeOne(
  { id, upload }: Sent,
  {
    ledger,
    cells,
    terms,
  }: { readonly ledger: Ledger; readonly cells: Map<string, KeptCell>; readonly terms: Terms },
): Promise<Taken> {
  const known = await ledger.receipt(id);
  if (known !== undefined) return { receipt: known };
  if ("rule" in upload) return upload;
  const { period, schema } = upload;
  const dimensions = canonicalText(upload.dimensions);
  const added: KeptCell[] = [];
  let fresh = 0;
  for (const { signal, bucket, count } of upload.cells) {
    const key = { period, schema, signal, bucket, dimensions };
    // oxlint-disable-next-line no-await-in-loop -- one transaction
    const held = cells.get(keyOf(key)) ?? (await ledger.cell(key));
    if (held === undefined) fresh += 1;
    added.push(joined(held ?? empty(key), count, contributorOf(id), terms.minCount));
  }
  const waitSeconds = terms.newRows(fresh);
  if (waitSeconds !== undefined) return { waitSeconds };
  for (const cell of added) cells.set(keyOf(cell), cell);
  const receipt = {
    id,
    period,
    accepted: added.length,
    refused: Object.fromEntries(upload.refused),
  };
  await ledger.addReceipt(receipt);
  return { receipt };
}

function empty(key: CellKey): KeptCell {
  return { ...key, told: 0, untold: 0, contributors: [] };
}

function joined(held: KeptCell, count: number, who: string, enough: number): KeptCell {
  const isNew = held.contributors.length < enough && !held.contributors.includes(who);
  return {
    ...held,
    untold: held.untold + count,
    contributors: isNew ? [...held.contributors, who] : held.contributors,
  };
}

/**
 * The contributor is the first part of the id, where it is one of ours: batches of one
 * installation and period share it. Of any other id it is not known, and each is somebody.
 */
function contributorOf(id: string): string {
  return /^([0-9a-f]{16})-[0-9a-f]{32}$/.exec(id)?.[1] ?? id;
}
