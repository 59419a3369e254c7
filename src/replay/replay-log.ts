import { OpsError } from "../errors.ts";
import type { Catalogue } from "../event/catalogue.ts";
import type { Metrics } from "../metrics/signal.ts";
import type { PrivacyPolicy } from "../privacy/policy.ts";
import { inputRules } from "./input.ts";
import type { Known } from "./known.ts";
import type { Log } from "./log.ts";
import { createLogReader } from "./log-reader.ts";
import type { LogRecord } from "./record.ts";
import { records } from "./records.ts";
import { createResults, type ResultsOptions } from "./log-results.ts";
import { joinParts } from "./parts/merge.ts";
import type { LogReplay, PartReplay } from "./result.ts";
import type { Stretch } from "./shapes/outline.ts";
import type { Witness } from "./proof/witness.ts";

/** What a replay needs of the config. */
export interface Rules {
  readonly catalogue: Catalogue;
  readonly metrics: Pick<Metrics, "signals" | "consent" | "period">;
  readonly privacy: Pick<PrivacyPolicy, "minCount">;
  /** Of this run alone: what hashes people by. */
  readonly runKey?: string;
  /** Sees what a proof needs of each log. */
  readonly witness?: Witness;
  /** Hears how many lines more were read, and how often something was found in them. */
  readonly heard?: (lines: number, findings: number) => void;
}

/** Runs one log through the counters and the rules, as `replayPart` does. */
export async function replayLog(log: Log, rules: Rules): Promise<LogReplay> {
  return joinParts(await replayPart(log, rules), rules).close();
}

/**
 * Runs a log, or the lines from somewhere within one on, through the counters and the rules. Holds
 * one chunk, one line and its events at a time; what grows, grows with the declared names and the
 * kinds of finding. Where the bytes end with an `interrupted`, it is incomplete.
 */
export async function replayPart(log: Log, rules: Rules): Promise<PartReplay> {
  const open = openLog(log.path, rules, { isContinued: log.isContinued });
  try {
    for await (const run of records(log, rules.catalogue.name)) {
      const before = open.found();
      let lines = 0;
      for (const record of run) {
        open.take(record);
        lines += 1;
      }
      rules.heard?.(lines, open.found() - before);
    }
  } catch (error) {
    if (error instanceof OpsError && error.kind === "interrupted")
      return { ...open.close(), isIncomplete: true };
    if (!isTruncated(error)) throw error;
    open.truncate();
  }
  return open.close();
}

/** What came before the cut was read, and is worth its verdict. */
function isTruncated(error: unknown): boolean {
  const { rule } = inputRules.truncated;
  return error instanceof OpsError && error.diagnostics.some((cut) => cut.rule === rule);
}

/** A log that is replayed line after line, as it comes. */
export interface OpenLog {
  readonly take: (record: LogRecord) => void;
  /** Says that the log ended before its end. */
  readonly truncate: () => void;
  /** How often something was found until now. */
  readonly found: () => number;
  readonly close: () => PartReplay;
}

export function openLog(path: string, rules: Rules, options: ResultsOptions = {}): OpenLog {
  const reader = createLogReader(rules.catalogue);
  const results = createResults(path, rules, options);
  const witness = rules.witness?.open(path);
  const { form: format } = rules.catalogue;
  // A witness wants to see every event as a whole.
  const shortcut = witness === undefined ? results.shortcut : undefined;

  function takeKnown(known: Known, line: number, index: number): void {
    for (const counter of known.shape.counters) counter.times += 1;
    results.takeKnown(known, line, index);
  }

  /** Whether the record was read without being parsed. */
  function isKnown(stretch: Stretch | undefined, line: number): boolean {
    if (stretch === undefined || shortcut === undefined) return false;
    const known = shortcut.read(stretch);
    if (known !== undefined) {
      takeKnown(known, line, 0);
      return true;
    }
    const batch = shortcut.readBatch(stretch);
    if (batch === undefined) return false;
    for (const counter of batch.counters) counter.times += 1;
    for (const [index, event] of batch.events.entries()) takeKnown(event, line, index);
    return true;
  }

  return {
    take: (record) => {
      const stretch = "stretch" in record ? record.stretch : undefined;
      if (isKnown(stretch, record.number)) return;
      const read = reader.read(record);
      for (const reading of read.readings) {
        results.take(reading);
        witness?.take(reading);
      }
      if (stretch !== undefined) shortcut?.learn(stretch, read);
    },
    truncate: () => results.unread(inputRules.truncated),
    found: results.found,
    close: () => {
      witness?.close();
      const own = { path, format, reader: reader.counters(), isIncomplete: false };
      return { ...own, ...results.close() };
    },
  };
}
