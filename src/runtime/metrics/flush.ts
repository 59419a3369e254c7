import type { JournalFolder } from "../../disk/journal-folder.ts";
import { judgePayload, type PayloadSchema } from "../../privacy/release/judge-payload.ts";
import type { Send } from "./answer.ts";
import { bodyOf } from "./batch.ts";
import { type BatchFile, fileName } from "./batch-file.ts";
import { batchFiles, readBatch } from "./waiting.ts";

/** What came of sending all that was sealed. */
export interface Flushed {
  /** Batches that the collector has. */
  readonly sent: number;
  /** Cells that it counted, and those that it left out, by reason. */
  readonly accepted: number;
  readonly refused: ReadonlyMap<string, number>;
  /** Batches set aside: it will never take them, or they are damaged. */
  readonly quarantined: number;
  /** Whether it could not be reached; the rest waits. */
  readonly isCutShort: boolean;
  /** How long it asked to be left alone. */
  readonly waitMs: number;
}

export const NOTHING_SENT: Flushed = {
  sent: 0,
  accepted: 0,
  refused: new Map(),
  quarantined: 0,
  isCutShort: false,
  waitMs: 0,
};

/**
 * Sends the sealed batches one by one. A batch is forgotten once the collector says that it has it,
 * and keeps its id until then; the collector counts an id once. So a crash at any point, and two
 * processes at once, cost at most a second answer.
 *
 * @param leave the grant in force, asked before each batch; undefined: nothing may be sent
 */
export async function flush(
  folder: JournalFolder,
  send: Send,
  {
    schema,
    leave,
  }: { readonly schema: PayloadSchema; readonly leave: () => Promise<string | undefined> },
): Promise<Flushed> {
  let total = NOTHING_SENT;
  for (const file of await batchFiles(folder)) {
    if (file.state !== "sealed") continue;
    // oxlint-disable-next-line no-await-in-loop -- a person may say no in between
    const grant = await leave();
    if (grant === undefined) return total;
    // oxlint-disable-next-line no-await-in-loop -- one batch after the other
    const came = await flushOne(file, { folder, send, schema, grant });
    total = sum(total, came);
    if (came.isCutShort) return total;
  }
  return total;
}

async function flushOne(
  file: BatchFile,
  ports: {
    readonly folder: JournalFolder;
    readonly send: Send;
    readonly schema: PayloadSchema;
    readonly grant: string;
  },
): Promise<Flushed> {
  const { folder, send, schema, grant } = ports;
  const batch = await readBatch(folder, file);
  if (batch === "gone") return NOTHING_SENT;
  if (batch === "damaged") return setAside(folder, file);
  // Nothing was ever written into it, or somebody said no since.
  if (batch === "none" || batch.grant !== grant) {
    await folder.remove(fileName(file));
    return NOTHING_SENT;
  }
  const body = bodyOf(batch);
  if (!isSendable(body, batch.payload["schema"], schema)) return setAside(folder, file);
  const answer = await send({ id: file.id, body });
  if (answer.came === "later") return { ...NOTHING_SENT, isCutShort: true, waitMs: answer.waitMs };
  if (answer.came === "refused") return setAside(folder, file);
  await folder.remove(fileName(file));
  return { ...NOTHING_SENT, sent: 1, accepted: answer.accepted, refused: answer.refused };
}

/**
 * Whether a file still says only what the config names: anybody can write into a home directory.
 * What was counted under an older schema goes out as such, if all of it is still named.
 */
export function isSendable(body: string, version: unknown, schema: PayloadSchema): boolean {
  const own = typeof version === "number" && version < schema.version ? version : schema.version;
  return judgePayload(body, { ...schema, version: own }).length === 0;
}

async function setAside(folder: JournalFolder, file: BatchFile): Promise<Flushed> {
  await folder.rename(fileName(file), fileName({ state: "refused", id: file.id }));
  return { ...NOTHING_SENT, quarantined: 1 };
}

export function sum(a: Flushed, b: Flushed): Flushed {
  const refused = new Map(a.refused);
  for (const [why, cells] of b.refused) refused.set(why, (refused.get(why) ?? 0) + cells);
  return {
    sent: a.sent + b.sent,
    accepted: a.accepted + b.accepted,
    refused,
    quarantined: a.quarantined + b.quarantined,
    isCutShort: a.isCutShort || b.isCutShort,
    waitMs: Math.max(a.waitMs, b.waitMs),
  };
}
