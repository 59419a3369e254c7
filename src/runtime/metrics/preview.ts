import type { JournalFolder } from "../../disk/journal-folder.ts";
import { loadConsent, type Recorded } from "./consent.ts";
import { type Agreed, sendable } from "./sendable.ts";
import { shareDraft } from "./share.ts";
import { batchFiles, readBatch } from "./waiting.ts";

/** All that is kept about a person's counters. */
export interface Preview {
  readonly consent: Recorded;
  /** What would be sent, byte for byte, in the order of the ids. */
  readonly batches: readonly {
    readonly id: string;
    /** `open`: a process still counts into it. */
    readonly state: "open" | "sealed";
    readonly body: string;
  }[];
  /** Batches that will never be sent: the collector refused them, or they are damaged. */
  readonly quarantined: number;
  /** Batches left in place for a later version of the application, or for their period to begin. */
  readonly kept: number;
  /** Lines that are not whole, of batches whose earlier lines are shown instead. */
  readonly damagedLines: number;
}

/** What would be sent, if it were now, in epoch milliseconds. Changes nothing. */
export async function previewMetrics(
  folder: JournalFolder,
  config: Agreed,
  now: number,
): Promise<Preview> {
  const consent = await loadConsent(folder);
  const grant = typeof consent === "object" ? consent.grant : undefined;
  const batches: Preview["batches"][number][] = [];
  const by = { config, now, book: shareDraft(folder) };
  const seen = { quarantined: 0, kept: 0, damagedLines: 0 };
  for (const file of await batchFiles(folder)) {
    const { id, state } = file;
    // oxlint-disable-next-line no-await-in-loop -- one file after the other
    const read = await readBatch(folder, file);
    if (state === "refused" || read.holds === "damage") seen.quarantined += 1;
    else if (read.holds === "later-format") seen.kept += 1;
    else if (read.holds === "batch" && read.batch.grant === grant) {
      // oxlint-disable-next-line no-await-in-loop -- each says what those before it left
      const found = await sendable(read.batch, id, by);
      if (found.may === "never") seen.quarantined += 1;
      if (found.may === "stay") seen.kept += 1;
      if (found.may === "go") {
        batches.push({ id, state, body: found.body });
        seen.damagedLines += read.damagedLines;
      }
    }
  }
  return { consent, batches, ...seen };
}
