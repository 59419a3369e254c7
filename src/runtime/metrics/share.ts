import type { JournalFolder } from "../../disk/journal-folder.ts";
import { journalLine, parseJournal } from "../../disk/journal-line.ts";
import { isRecord } from "../../event/value.ts";
import type { Signal } from "../../metrics/signal.ts";
import type { Batch } from "./batch.ts";

/** Where it is written down what batches say, a file for each installation and period. */
export interface ShareBook {
  /** Undefined where nothing is written yet. */
  readonly read: (name: string) => Promise<string | undefined>;
  readonly add: (name: string, line: string) => Promise<unknown>;
}

/** The book on the disk, which all processes add to and none rewrites. */
export function shareBook(folder: JournalFolder): ShareBook {
  return { read: folder.read, add: async (name, line) => folder.append(name, line, "new") };
}

/** The same book, in which what is added is forgotten again: for looking ahead. */
export function shareDraft(folder: JournalFolder): ShareBook {
  const drafts = new Map<string, string>();
  const read = async (name: string): Promise<string | undefined> =>
    drafts.get(name) ?? folder.read(name);
  return {
    read,
    add: async (name, line) => drafts.set(name, `${(await read(name)) ?? ""}${line}`),
  };
}

/** Whether a name is that of such a file. */
export function isShareName(name: string): boolean {
  return /^[0-9a-f]{16}\.share$/.test(name);
}

/**
 * A batch with no more in it than its installation may still say of its period: no bucket of all
 * its batches together passes the `max` of its signal. Undefined where nothing is left to say. The
 * first line in the book that names a batch settles its place, so it says the same whenever it is
 * sent again, and of two processes at once one comes first.
 *
 * @param id the batch's: its first part is the installation's in this period
 */
export async function withinShare(
  batch: Batch,
  id: string,
  { signals, book }: { readonly signals: readonly Signal[]; readonly book: ShareBook },
): Promise<Batch | undefined> {
  const { counts } = batch.payload;
  const caps = new Map(
    signals.flatMap(({ name, max }) => (max === undefined ? [] : [[name, max]])),
  );
  if (!isRecord(counts) || !Object.keys(counts).some((signal) => caps.has(signal))) return batch;
  const earlier = await linesBefore(id, counts, book);
  const rows = Object.entries(counts).flatMap(([signal, row]): [string, unknown][] => {
    const cap = caps.get(signal);
    if (cap === undefined || !isRecord(row)) return [[signal, row]];
    const cells = Object.entries(row).flatMap(([bucket, count]): [string, unknown][] => {
      if (typeof count !== "number") return [[bucket, count]];
      const said = earlier.reduce<number>((sum, line) => sum + countIn(line, signal, bucket), 0);
      const left = Math.min(count, cap - said);
      return left > 0 ? [[bucket, left]] : [];
    });
    return cells.length === 0 ? [] : [[signal, Object.fromEntries(cells)]];
  });
  if (rows.length === 0) return undefined;
  return { ...batch, payload: { ...batch.payload, counts: Object.fromEntries(rows) } };
}

/** What was said before this batch, which is written down if it is not yet. */
async function linesBefore(id: string, counts: unknown, book: ShareBook): Promise<unknown[]> {
  const name = `${id.slice(0, 16)}.share`;
  const isOwn = (line: unknown): boolean => isRecord(line) && line["id"] === id;
  const read = async (): Promise<readonly unknown[]> =>
    parseJournal((await book.read(name)) ?? "").values;
  // A crash may have left the beginning of a line, which must not become the beginning of this one.
  if (!(await read()).some(isOwn)) await book.add(name, `\n${journalLine({ id, counts })}`);
  const lines = await read();
  return lines.slice(0, lines.findIndex(isOwn));
}

function countIn(line: unknown, signal: string, bucket: string): number {
  const counts = isRecord(line) ? line["counts"] : undefined;
  const row = isRecord(counts) ? counts[signal] : undefined;
  const count = isRecord(row) ? row[bucket] : undefined;
  return typeof count === "number" && count > 0 ? count : 0;
}
