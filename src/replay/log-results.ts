import type { Catalogue } from "../event/catalogue.ts";
import type { Event } from "../event/event.ts";
import { isRecord } from "../event/value.ts";
import { createAggregator } from "../metrics/aggregator.ts";
import { UNDECLARED } from "../metrics/kind.ts";
import { judgeBatch } from "../privacy/event/judge.ts";
import type { Judgement } from "../privacy/event/judgement.ts";
import type { Finding } from "../privacy/finding.ts";
import { createContributors } from "../privacy/release/contributors.ts";
import { cellOf, totalOf } from "../privacy/release/release.ts";
import { hash52 } from "../privacy/release/sketch.ts";
import { createMarks } from "../privacy/self-leak.ts";
import { createCrowd } from "./crowd.ts";
import { createFeatures } from "./features.ts";
import { createFindings } from "./findings.ts";
import { type InputRule, inputRules } from "./input.ts";
import { createProperties } from "./properties.ts";
import type { Reading } from "./reader.ts";
import type { LogRecord } from "./record.ts";
import type { Rules } from "./replay-log.ts";
import type { LogReplay } from "./result.ts";
import { createSayings, judgementsOf, type Saying, SILENCE } from "./saying.ts";
import { bodyOf, createShortcut, type Known, type Shortcut } from "./shortcut.ts";

/** What comes of the events of one log: what is counted, and what is found. */
export interface Results {
  readonly take: (reading: Reading) => void;
  /** Takes an event that was read without being parsed. */
  readonly takeKnown: (known: Known, record: LogRecord) => void;
  readonly shortcut: Shortcut;
  /** Says what holds for the log as a whole. */
  readonly unread: (rule: InputRule) => void;
  readonly close: () => Pick<
    LogReplay,
    "events" | "features" | "counters" | "people" | "properties" | "crowd" | "marks" | "findings"
  >;
}

/** @param tell hears of each finding at once; its count is what was counted until then */
export function createResults(
  path: string,
  rules: Rules,
  tell: (finding: Finding) => void,
): Results {
  const { catalogue, metrics } = rules;
  const contributors = createContributors(rules.privacy.minCount, rules.runKey ?? "");
  const aggregator = createAggregator(metrics, catalogue.form, (signal, bucket, body) => {
    const who = contributorOf(body, catalogue.form, path);
    contributors.add(cellOf(signal, bucket), who);
    contributors.add(totalOf(signal), who);
    if (catalogue.form === "capture") crowd.count(who, dayOf(body), cellOf(signal, bucket));
  });
  const crowd = createCrowd();
  const properties = createProperties(catalogue, crowd.traitsOf);
  const features = createFeatures(catalogue.flags);
  const say = createSayings(catalogue, { features, properties });
  const findings = createFindings(path, tell);
  const marks = createMarks(rules.runKey ?? "");
  const events = new Map<string, number>();

  function count(event: Event): void {
    const name = catalogue.events.has(event.name) ? event.name : UNDECLARED;
    events.set(name, (events.get(name) ?? 0) + 1);
    aggregator.observe(event);
  }

  function hear(said: Saying, who: number): void {
    for (const feature of said.features) feature.times += 1;
    for (const leaf of said.leaves) properties.note(leaf, who);
  }

  /** @param whole the event's body */
  function find(judged: readonly Judgement[], event: Event, whole: Event["body"]): void {
    const name = catalogue.events.has(event.name) ? event.name : UNDECLARED;
    for (const found of judged) {
      findings.add(found, { line: event.line, event: event.index, name });
      marks.add(found.rule, whole, found.pointer);
    }
  }

  function observe(event: Event): void {
    count(event);
    if (catalogue.form === "stream") return;
    const said = say(event);
    hear(said, hash52(contributorOf(event.body, catalogue.form, path)));
    find(said.judged, event, event.body);
  }

  function observeKnown(known: Known, event: Event, record: LogRecord): void {
    count(event);
    if (catalogue.form === "stream") return;
    const { shape, meanings } = known;
    const who = hash52(contributorOf(event.body, catalogue.form, path));
    let isJudged = shape.said.judged.length > 0;
    for (let at = 0; at < known.count; at += 1) {
      const said = meanings[at]?.said ?? SILENCE;
      hear(said, who);
      isJudged ||= said.judged.length > 0;
    }
    if (!isJudged) return;
    const sayings = meanings.slice(0, known.count).map(({ said }) => said);
    find(judgementsOf([shape.said, ...sayings]), event, parsed(record));
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
    takeKnown: (known, record) => {
      const { came, name } = known.shape;
      const event = { name, body: bodyOf(known), line: record.number, index: 0 };
      if (came === "ignored") aggregator.hear(event);
      else observeKnown(known, event, record);
    },
    shortcut: createShortcut(catalogue, metrics, say),
    unread: (rule) => unread(rule, null, null),
    close: () => ({
      events,
      features: features.tally(),
      counters: aggregator.counts,
      people: contributors.people,
      properties: properties.list(),
      crowd: crowd.crowd(),
      marks: marks.marks,
      findings: findings.list(),
    }),
  };
}

function parsed(record: LogRecord): Event["body"] {
  const body: unknown = "text" in record && record.text !== null ? JSON.parse(record.text) : {};
  return isRecord(body) ? body : {};
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
