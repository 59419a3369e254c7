import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { journalLine, parseJournal } from "../../disk/journal-line.ts";
import { isRecord } from "../../event/value.ts";
import type { Counts } from "../../metrics/tally.ts";
import { canonicalText } from "../../privacy/release/canonical.ts";

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

/** The batch in a journal: `none` where no line was ever finished, else `damaged`. */
export function parseBatch(text: string): Batch | "none" | "damaged" {
  const { values, damaged } = parseJournal(text);
  const last = values.at(-1);
  if (last === undefined) return damaged === 0 ? "none" : "damaged";
  if (!isRecord(last) || last["format"] !== FORMAT) return "damaged";
  const { grant, policy, version, payload } = last;
  const isWhole =
    typeof grant === "string" &&
    typeof policy === "number" &&
    typeof version === "string" &&
    isRecord(payload);
  return isWhole ? { grant, policy, version, payload } : "damaged";
}

/** The bytes that are sent for a batch: the one form they may have (`privacy-rules.md` 4). */
export function bodyOf({ payload }: Batch): string {
  return canonicalText(payload);
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
