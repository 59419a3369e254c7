import type { JournalFolder } from "../../disk/journal-folder.ts";
import type { JournalOwners } from "../../disk/journal-owner.ts";
import { DAY_MS } from "../clock.ts";
import { type BatchJournal, parseBatch } from "./batch.ts";
import { type BatchFile, fileName, parseDraftName, parseFileName } from "./batch-file.ts";
import { isShareName } from "./share.ts";

/** A batch's file, and when it was last written, in epoch milliseconds. */
export type FoundFile = BatchFile & { readonly changedAt: number };

/** Every batch in the folder, whoever counted it. */
export async function batchFiles(folder: JournalFolder): Promise<readonly FoundFile[]> {
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
    // Its period is over by then, and its batches are too old for any collector.
    const isSettled = isShareName(name) && ageMs > 92 * DAY_MS;
    // oxlint-disable-next-line no-await-in-loop -- one file after the other
    if (isOld || isSettled || (parseDraftName(name) !== undefined && ageMs > DAY_MS))
      await folder.remove(name);
  }
}

/** Removes every batch, sealed or not, and says how many there were. */
export async function removeAll(folder: JournalFolder): Promise<number> {
  let removed = 0;
  for (const { name } of await folder.list()) {
    const isBatch = parseFileName(name) !== undefined;
    // A record that somebody decides on at this moment is not to be disturbed.
    if (!isBatch && !isShareName(name) && parseDraftName(name) !== "batch") continue;
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
): Promise<BatchJournal | { readonly holds: "gone" }> {
  const text = await folder.read(fileName(file));
  return text === undefined ? { holds: "gone" } : parseBatch(text);
}

/** Moves a batch to where it stays until somebody clears it. */
export async function setAside(
  folder: JournalFolder,
  file: BatchFile,
): Promise<{ readonly quarantined: number }> {
  await folder.rename(fileName(file), fileName({ state: "refused", id: file.id }));
  return { quarantined: 1 };
}

/** Leaves a batch in place until no collector would take it: whoever counted it may send it. */
export async function leaveAlone(
  folder: JournalFolder,
  file: FoundFile,
  now: number,
): Promise<{ readonly kept?: number }> {
  if (now - file.changedAt <= 92 * DAY_MS) return { kept: 1 };
  await folder.remove(fileName(file));
  return {};
}
