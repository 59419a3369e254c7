import { OpsError } from "../errors.ts";
import type { Catalogue } from "../event/catalogue.ts";
import type { Event } from "../event/event.ts";
import { isRecord } from "../event/value.ts";
import { createAggregator } from "../metrics/aggregator.ts";
import { UNDECLARED } from "../metrics/kind.ts";
import type { Metrics } from "../metrics/signal.ts";
import type { Tally } from "../metrics/tally.ts";
import { judgeBatch, judgeEvent } from "../privacy/event/judge.ts";
import type { Finding } from "../privacy/finding.ts";
import type { PrivacyPolicy } from "../privacy/policy.ts";
import { createContributors } from "../privacy/release/contributors.ts";
import { cellOf, totalOf } from "../privacy/release/release.ts";
import { createMarks } from "../privacy/self-leak.ts";
import { createCrowd } from "./crowd.ts";
import { addFeatures } from "./features.ts";
import { createFindings } from "./findings.ts";
import { type InputRule, inputRules } from "./input.ts";
import { createProperties } from "./properties.ts";
import type { Log } from "./log.ts";
import { createLogReader } from "./log-reader.ts";
import type { Reading } from "./reader.ts";
import type { LogRecord } from "./record.ts";
import { records } from "./records.ts";
import type { LogReplay } from "./result.ts";
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
  return {
    take: (record) => {
      for (const reading of reader.read(record)) {
        results.take(reading);
        witness?.take(reading);
      }
    },
    truncate: () => results.unread(inputRules.truncated),
    close: () => {
      if (reader.isEmpty()) results.unread(inputRules.empty);
      witness?.close();
      return { path, format, reader: reader.counters, ...results.close() };
    },
  };
}

interface Results {
  readonly take: (reading: Reading) => void;
  /** Says what holds for the log as a whole. */
  readonly unread: (rule: InputRule) => void;
  readonly close: () => Pick<
    LogReplay,
    "events" | "features" | "counters" | "people" | "properties" | "crowd" | "marks" | "findings"
  >;
}

function createResults(path: string, rules: Rules, tell: (finding: Finding) => void): Results {
  const { catalogue, metrics } = rules;
  const contributors = createContributors(rules.privacy.minCount, rules.runKey ?? "");
  const aggregator = createAggregator(metrics, catalogue.form, (signal, bucket, body) => {
    const who = contributorOf(body, catalogue.form, path);
    contributors.add(cellOf(signal, bucket), who);
    contributors.add(totalOf(signal), who);
    if (catalogue.form === "capture") crowd.count(who, dayOf(body), cellOf(signal, bucket));
  });
  const crowd = createCrowd();
  const properties = createProperties(catalogue, crowd.trait);
  const findings = createFindings(path, tell);
  const marks = createMarks(rules.runKey ?? "");
  const events = new Map<string, number>();
  const features: Tally = new Map();

  function observe(event: Event): void {
    const { body, line, index } = event;
    const name = catalogue.events.has(event.name) ? event.name : UNDECLARED;
    events.set(name, (events.get(name) ?? 0) + 1);
    aggregator.observe(event);
    if (catalogue.form === "stream") return;
    addFeatures(features, body, catalogue.flags);
    properties.observe(body, event.name, contributorOf(body, catalogue.form, path));
    for (const found of judgeEvent(event, catalogue)) {
      findings.add(found, { line, event: index, name });
      marks.add(found.rule, body, found.pointer);
    }
  }

  function surround(body: Event["body"], line: number): void {
    for (const found of judgeBatch(body, catalogue)) {
      findings.add(found, { line, event: null, name: UNDECLARED });
      marks.add(found.rule, body, found.pointer);
    }
  }

  function unread(rule: InputRule, line: number | null, event: number | null): void {
    findings.add({ ...rule, pointer: "" }, { line, event, name: UNDECLARED });
  }

  return {
    take: (reading) => {
      if (reading.came === "event") observe(reading.event);
      else if (reading.came === "ignored") aggregator.hear(reading.event);
      else if (reading.came === "batch") surround(reading.body, reading.line);
      else if (reading.came === "malformed")
        unread(inputRules.malformed, reading.line, reading.index);
      else unread(inputRules.oversized, reading.line, null);
    },
    unread: (rule) => unread(rule, null, null),
    close: () => ({
      events,
      features,
      counters: aggregator.counts,
      people: contributors.people,
      properties: properties.list(),
      crowd: crowd.crowd(),
      marks: marks.marks,
      findings: findings.list(),
    }),
  };
}

/**
 * Whose event it is: in a capture its person, in a stream the installation that wrote the log.
 * Events that name nobody are together one, so that nobody is counted twice.
 */
function contributorOf(body: Event["body"], form: Catalogue["form"], path: string): string {
  if (form === "stream") return path;
  const { distinct_id: own, properties } = body;
  const who = own ?? (isRecord(properties) ? properties["distinct_id"] : undefined);
  return typeof who === "string" || typeof who === "number" ? String(who) : "";
}

/** The day an event says it happened on, in UTC; empty where it says none. */
function dayOf({ timestamp }: Event["body"]): string {
  const at = typeof timestamp === "string" ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(at) ? "" : new Date(at).toISOString().slice(0, 10);
}
