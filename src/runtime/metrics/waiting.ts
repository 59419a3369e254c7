import type { JournalFolder } from "../../disk/journal-folder.ts";
import type { JournalOwners } from "../../disk/journal-owner.ts";
import { type Batch, parseBatch } from "./batch.ts";
import { DAY_MS } from "./consent.ts";
import { type BatchFile, fileName, isDraft, parseFileName } from "./batch-file.ts";

/** Every batch in the folder, whoever counted it. */
export async function batchFiles(
  folder: JournalFolder,
): Promise<readonly (BatchFile & { readonly changedAt: number })[]> {
  return (await folder.list()).flatMap(({ name, changedAt }) => {
    const file = parseFileName(name);
    return file === undefined ? [] : [{ ...file, changedAt }];
  });
}

/** Seals the batches of processes that have ended. Two that do it at once do it once. */
export async function adopt(folder: JournalFolder, owners: JournalOwners): Promise<void> {
  for (const file of await batchFiles(folder))
    if (file.state === "open" && owners.isGone(file.owner, file.changedAt))
      // oxlint-disable-next-line no-await-in-loop -- one file after the other
      await folder.rename(fileName(file), fileName({ state: "sealed", id: file.id }));
}

/**
 * Removes what is of no more use: batches set aside two months ago, and drafts that a crash left
 * a day ago. Nobody has to clear up for the folder to stay small.
 */
export async function tidy(folder: JournalFolder, now: number): Promise<void> {
  for (const { name, changedAt } of await folder.list()) {
    const ageMs = now - changedAt;
    const isOld = parseFileName(name)?.state === "refused" && ageMs > 60 * DAY_MS;
    // oxlint-disable-next-line no-await-in-loop -- one file after the other
    if (isOld || (isDraft(name) && ageMs > DAY_MS)) await folder.remove(name);
  }
}

/** Removes every batch, sealed or not, and says how many there were. */
export async function removeAll(folder: JournalFolder): Promise<number> {
  let removed = 0;
  for (const { name } of await folder.list()) {
    const isBatch = parseFileName(name) !== undefined;
    if (!isBatch && !isDraft(name)) continue;
    // oxlint-disable-next-line no-await-in-loop -- one file after the other
    await folder.remove(name);
    if (isBatch) removed += 1;
  }
  return removed;
}

/** The batch in a file; `gone` when another process has dealt with it. */
export async function readBatch(
  folder: JournalFolder,
  file: BatchFile,
): Promise<Batch | "none" | "damaged" | "gone"> {
  const text = await folder.read(fileName(file));
  return text === undefined ? "gone" : parseBatch(text);
}
