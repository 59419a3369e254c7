import { OpsError } from "../errors.ts";
import type { Catalogue } from "../event/catalogue.ts";
import type { Metrics } from "../metrics/signal.ts";
import type { Finding } from "../privacy/finding.ts";
import type { PrivacyPolicy } from "../privacy/policy.ts";
import { inputRules } from "./input.ts";
import type { Log } from "./log.ts";
import { createLogReader } from "./log-reader.ts";
import type { LogRecord } from "./record.ts";
import { records } from "./records.ts";
import { createResults } from "./log-results.ts";
import type { LogReplay } from "./result.ts";
import type { Stretch } from "./shapes/outline.ts";
import type { Witness } from "./proof/witness.ts";

/** What a replay needs of the config. */
export interface Rules {
  readonly catalogue: Catalogue;
  readonly metrics: Pick<Metrics, "signals" | "consent">;
  readonly privacy: Pick<PrivacyPolicy, "minCount">;
  /** Of this run alone: what hashes people by. */
  readonly runKey?: string;
  /** Sees what a proof needs of each log. */
  readonly witness?: Witness;
}

/**
 * Runs one log through the counters and the rules. Holds one chunk, one line and its events at a
 * time; what grows, grows with the declared names and the kinds of finding.
 */
export async function replayLog(log: Log, rules: Rules): Promise<LogReplay> {
  const open = openLog(log.path, rules);
  try {
    for await (const run of records(log, rules.catalogue.name))
      for (const record of run) open.take(record);
  } catch (error) {
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
  readonly close: () => LogReplay;
}

/** @param tell hears of each finding at once; its count is what was counted until then */
export function openLog(
  path: string,
  rules: Rules,
  tell: (finding: Finding) => void = () => undefined,
): OpenLog {
  const reader = createLogReader(rules.catalogue);
  const results = createResults(path, rules, tell);
  const witness = rules.witness?.open(path);
  const { form: format } = rules.catalogue;
  // A witness wants to see every event as a whole.
  const shortcut = witness === undefined ? results.shortcut : undefined;

  /** Whether the record was read without being parsed. */
  function isKnown(stretch: Stretch | undefined, line: LogRecord): boolean {
    const known = stretch && shortcut?.read(stretch);
    if (known === undefined) return false;
    for (const counter of known.shape.counters) counter.times += 1;
    results.takeKnown(known, line);
    return true;
  }

  return {
    take: (record) => {
      const stretch = "stretch" in record ? record.stretch : undefined;
      if (isKnown(stretch, record)) return;
      const { readings, counters } = reader.read(record);
      for (const reading of readings) {
        results.take(reading);
        witness?.take(reading);
      }
      const [reading, ...others] = readings;
      if (stretch !== undefined && reading !== undefined && others.length === 0)
        shortcut?.learn(stretch, reading, counters);
    },
    truncate: () => results.unread(inputRules.truncated),
    close: () => {
      if (reader.isEmpty()) results.unread(inputRules.empty);
      witness?.close();
      return { path, format, reader: reader.counters(), ...results.close() };
    },
  };
}
