import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { journalLine, parseJournal } from "../../disk/journal-line.ts";
import { isRecord } from "../../event/value.ts";
import type { Counts } from "../../metrics/tally.ts";

/** Counts of one period, and all that is known of how they came about. */
export interface Batch {
  /** The grant of consent under which was counted; it never leaves this machine. */
  readonly grant: string;
  /** The policy version that was agreed to. */
  readonly policy: number;
  /** The version of the application that counted, which may not be the one that sends. */
  readonly version: string;
  /** What is sent: the counts, their period and schema, and the declared dimensions. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A batch as a journal's line. Each line tells the whole batch, so the last whole one holds. */
export function batchLine(batch: Batch): string {
  return journalLine({ format: FORMAT, ...batch });
}

const FORMAT = 1;

/** What a journal is found to hold. */
export type BatchJournal =
  | {
      readonly holds: "batch";
      readonly batch: Batch;
      /** Lines that somebody or something changed. The last whole one holds. */
      readonly damagedLines: number;
    }
  /** No line was ever finished. */
  | { readonly holds: "nothing" }
  /** Lines of a later version of this library: only that can tell what they say. */
  | { readonly holds: "later-format" }
  | { readonly holds: "damage" };

export function parseBatch(text: string): BatchJournal {
  const { values, damaged: damagedLines } = parseJournal(text);
  const last = values.at(-1);
  if (last === undefined) return { holds: damagedLines === 0 ? "nothing" : "damage" };
  if (!isRecord(last)) return { holds: "damage" };
  if (typeof last["format"] === "number" && last["format"] > FORMAT)
    return { holds: "later-format" };
  const { grant, policy, version, payload } = last;
  const isWhole =
    typeof grant === "string" &&
    typeof policy === "number" &&
    typeof version === "string" &&
    isRecord(payload);
  if (last["format"] !== FORMAT || !isWhole) return { holds: "damage" };
  return { holds: "batch", batch: { grant, policy, version, payload }, damagedLines };
}

/** Counts as a payload says them. */
export function countsOf(counts: Counts): Readonly<Record<string, Record<string, number>>> {
  return Object.fromEntries(
    [...counts].map(([signal, row]) => [signal, Object.fromEntries(row)] as const),
  );
}

/**
 * A new batch's id: who counted, as far as one period goes, and chance. The collector needs to know
 * which batches are one contributor's (`privacy-rules.md` 5) and must not know more: by another
 * period or grant the first part is another, and nobody can tell that both were one.
 */
export function batchId(grant: string, period: string, chance: string): string {
  const contributor = bytesToHex(sha256(utf8ToBytes(`${grant}\0${period}`))).slice(0, 16);
  return `${contributor}-${chance}`;
}
