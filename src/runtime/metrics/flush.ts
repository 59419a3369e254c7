import type { JournalFolder } from "../../disk/journal-folder.ts";
import type { Send } from "./answer.ts";
import { type BatchFile, fileName } from "./batch-file.ts";
import { type Agreed, sendable } from "./sendable.ts";
import { shareBook } from "./share.ts";
import { batchFiles, type FoundFile, leaveAlone, readBatch, setAside } from "./waiting.ts";

/** What came of sending all that was sealed. */
export interface Flushed {
  /** Batches that the collector has. */
  readonly sent: number;
  /** Cells that it counted, and those that were left out here or there, by reason. */
  readonly accepted: number;
  readonly refused: ReadonlyMap<string, number>;
  /** Batches set aside: the collector will never take them, or they are damaged. */
  readonly quarantined: number;
  /** Batches left in place for a later version of the application, or for their period to begin. */
  readonly kept: number;
  /** Lines of the batches that were sent which were not whole: an earlier line was sent instead. */
  readonly damagedLines: number;
  /** Whether the collector could not be reached; the rest waits. */
  readonly isCutShort: boolean;
  /** How long it asked to be left alone. */
  readonly waitMs: number;
}

export const NOTHING_SENT: Flushed = {
  sent: 0,
  accepted: 0,
  refused: new Map(),
  quarantined: 0,
  kept: 0,
  damagedLines: 0,
  isCutShort: false,
  waitMs: 0,
};

/** What sending asks of its surroundings. */
export interface FlushPorts {
  readonly folder: JournalFolder;
  readonly send: Send;
  readonly config: Agreed;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The grant in force, asked before each batch; undefined: nothing may be sent. */
  readonly grant: () => Promise<string | undefined>;
}

/**
 * Sends the sealed batches one by one. A batch is forgotten once the collector says that it has it,
 * and keeps its id until then; the collector counts an id once. So a crash at any point, and two
 * processes at once, cost at most a second answer. Earlier schemas go first: a collector that does
 * not know the latest one yet must not keep them waiting.
 */
export async function flush(ports: FlushPorts): Promise<Flushed> {
  const { total, ready } = await sortOut(ports);
  let sum = total;
  for (const batch of ready) {
    // oxlint-disable-next-line no-await-in-loop -- a person may say no in between
    const grant = await ports.grant();
    if (grant === undefined) return sum;
    if (grant !== batch.grant) continue;
    // oxlint-disable-next-line no-await-in-loop -- one batch after the other
    const came = await sendOne(batch, ports);
    sum = added(sum, came);
    if (came.isCutShort) return sum;
  }
  return sum;
}

/** A sealed batch that may be sent. */
interface Ready {
  readonly file: BatchFile;
  readonly grant: string;
  readonly body: string;
  readonly schema: number;
  readonly outcome: Pick<Flushed, "refused" | "damagedLines">;
}

/** Moves on what will not be sent, and tells the rest by schema. */
async function sortOut(
  ports: FlushPorts,
): Promise<{ readonly total: Flushed; readonly ready: readonly Ready[] }> {
  const grant = await ports.grant();
  let total = NOTHING_SENT;
  const ready: Ready[] = [];
  if (grant === undefined) return { total, ready };
  for (const file of await batchFiles(ports.folder)) {
    if (file.state !== "sealed") continue;
    // oxlint-disable-next-line no-await-in-loop -- one file after the other
    const found = await judge(file, grant, ports);
    if ("body" in found) ready.push(found);
    else total = added(total, { ...NOTHING_SENT, ...found });
  }
  return { total, ready: ready.toSorted((a, b) => a.schema - b.schema) };
}

async function judge(
  file: FoundFile,
  grant: string,
  { folder, config, now }: FlushPorts,
): Promise<Ready | Partial<Flushed>> {
  const read = await readBatch(folder, file);
  if (read.holds === "gone") return {};
  if (read.holds === "later-format") return leaveAlone(folder, file, now());
  if (read.holds === "damage") return setAside(folder, file);
  // Nothing was ever written into it, or somebody said no since.
  if (read.holds === "nothing" || read.batch.grant !== grant) {
    await folder.remove(fileName(file));
    return {};
  }
  const by = { config, now: now(), book: shareBook(folder) };
  const found = await sendable(read.batch, file.id, by);
  if (found.may === "stay") return leaveAlone(folder, file, now());
  if (found.may === "never") return setAside(folder, file);
  if (found.may === "spent") {
    await folder.remove(fileName(file));
    return {};
  }
  const { body, schema, refused } = found;
  return { file, grant, body, schema, outcome: { refused, damagedLines: read.damagedLines } };
}

async function sendOne(
  { file, body, outcome }: Ready,
  { folder, send }: FlushPorts,
): Promise<Flushed> {
  const answer = await send({ id: file.id, body });
  if (answer.came === "later") return { ...NOTHING_SENT, isCutShort: true, waitMs: answer.waitMs };
  if (answer.came === "refused") return { ...NOTHING_SENT, ...(await setAside(folder, file)) };
  await folder.remove(fileName(file));
  const { accepted, refused } = answer;
  return added({ ...NOTHING_SENT, ...outcome }, { ...NOTHING_SENT, sent: 1, accepted, refused });
}

export function added(a: Flushed, b: Flushed): Flushed {
  const refused = new Map(a.refused);
  for (const [why, cells] of b.refused) refused.set(why, (refused.get(why) ?? 0) + cells);
  return {
    sent: a.sent + b.sent,
    accepted: a.accepted + b.accepted,
    refused,
    quarantined: a.quarantined + b.quarantined,
    kept: a.kept + b.kept,
    damagedLines: a.damagedLines + b.damagedLines,
    isCutShort: a.isCutShort || b.isCutShort,
    waitMs: Math.max(a.waitMs, b.waitMs),
  };
}
