import type { JournalFolder } from "../../disk/journal-folder.ts";
import { type Promised, uploadSchema } from "../../privacy/release/upload-schema.ts";
import { bodyOf } from "./batch.ts";
import { type Consent, loadConsent } from "./consent.ts";
import { isSendable } from "./flush.ts";
import { batchFiles, readBatch } from "./waiting.ts";

/** All that is kept about a person's counters. */
export interface Preview {
  readonly consent: Consent | undefined;
  /** What would be sent, byte for byte, in the order of the ids. */
  readonly batches: readonly {
    readonly id: string;
    /** `open`: a process still counts into it. */
    readonly state: "open" | "sealed";
    readonly body: string;
  }[];
  /** Batches that will never be sent: the collector refused them, or they are damaged. */
  readonly quarantined: number;
}

/** What would be sent, if it were now. Changes nothing. */
export async function previewMetrics(folder: JournalFolder, config: Promised): Promise<Preview> {
  const schema = uploadSchema(config);
  const consent = await loadConsent(folder);
  const batches: Preview["batches"][number][] = [];
  let quarantined = 0;
  for (const file of await batchFiles(folder)) {
    // oxlint-disable-next-line no-await-in-loop -- one file after the other
    const batch = await readBatch(folder, file);
    if (typeof batch === "string" || file.state === "refused") {
      if (file.state === "refused" || batch === "damaged") quarantined += 1;
      continue;
    }
    const { id, state } = file;
    const body = bodyOf(batch);
    if (!isSendable(body, batch.payload["schema"], schema)) quarantined += 1;
    else if (batch.grant === consent?.grant) batches.push({ id, state, body });
  }
  return { consent, batches, quarantined };
}
