import type { Catalogue } from "../event/catalogue.ts";
import type { Event } from "../event/event.ts";
import { isRecord } from "../event/value.ts";
import { createAggregator } from "../metrics/aggregator.ts";
import { UNDECLARED } from "../metrics/kind.ts";
import type { Counts } from "../metrics/tally.ts";
import { judgeBatch } from "../privacy/event/judge.ts";
import { joined, type Judgement } from "../privacy/event/judgement.ts";
import type { Finding } from "../privacy/finding.ts";
import { createContributors } from "../privacy/release/contributors.ts";
import { cellOf, totalOf } from "../privacy/release/release.ts";
import { hash52 } from "../privacy/release/hash52.ts";
import { createMarks } from "../privacy/self-leak.ts";
import { createCrowd, type GrowingCrowd } from "./crowd.ts";
import { createFeatures } from "./features.ts";
import { createFindings } from "./findings.ts";
import { bodyOf, judgedBodyOf, type Known, whoOf } from "./known.ts";
import type { Counter } from "./log-reader.ts";
import { type InputRule, inputRules } from "./input.ts";
import { createProperties } from "./properties.ts";
import { createPeriods } from "./periods.ts";
import type { Reading } from "./reader.ts";
import type { Rules } from "./replay-log.ts";
import type { Counted, PartReplay } from "./result.ts";
import { createSayings } from "./saying.ts";
import { createShortcut, type Shortcut } from "./shortcut.ts";

/** What comes of the events of one log: what is counted, and what is found. */
export interface Results {
  readonly take: (reading: Reading) => void;
  /** Takes an event that was read without being parsed. */
  readonly takeKnown: (known: Known, line: number, index: number) => void;
  readonly shortcut: Shortcut;
  /** Says what holds for the log as a whole. */
  readonly unread: (rule: InputRule) => void;
  /** How often something was found until now. */
  readonly found: () => number;
  /** Whether there is consent now; undefined where it is as it was before this part. */
  readonly consent: () => boolean | undefined;
  readonly close: () => Omit<PartReplay, "path" | "format" | "reader" | "isIncomplete">;
}

/** How the results of one log are made. */
export interface ResultsOptions {
  /** Hears of each finding at once; its count is what was counted until then. */
  readonly tell?: ((finding: Finding) => void) | undefined;
  /** Whether another part of the log came before. */
  readonly isContinued?: boolean | undefined;
}

export function createResults(
  path: string,
  rules: Rules,
  { tell, isContinued }: ResultsOptions = {},
): Results {
  const { catalogue, metrics } = rules;
  const decided = createLedger(path, rules);
  const undecided = createLedger(path, rules);
  const aggregator = createAggregator(
    metrics,
    catalogue.form,
    (signal, bucket, body, isDecided) =>
      (isDecided ? decided : undecided).count(signal, bucket, body),
    isContinued,
  );
  const properties = createProperties(catalogue, decided.traitsOf);
  const features = createFeatures(catalogue.flags);
  const say = createSayings(catalogue, { features, properties });
  const findings = createFindings(path, { tell });
  const marks = createMarks(rules.runKey ?? "");
  const events = new Map<string, Counter>();

  /** What counts the events of a name. */
  function counterOf(event: string): Counter {
    const name = catalogue.events.has(event) ? event : UNDECLARED;
    const counter = events.get(name) ?? { times: 0 };
    events.set(name, counter);
    return counter;
  }

  function find(
    judged: readonly Judgement[],
    { name, line, index }: Pick<Event, "name" | "line"> & { readonly index: number | null },
    body: () => Event["body"],
  ): void {
    const shown = catalogue.events.has(name) ? name : UNDECLARED;
    for (const found of judged) {
      findings.add(found, { line, event: index, name: shown });
      if (marks.hasRoom(found.rule)) marks.add(found.rule, body(), found.pointer);
    }
  }

  function observe(event: Event): void {
    counterOf(event.name).times += 1;
    aggregator.observe(event);
    if (catalogue.form === "stream") return;
    const who = properties.somebody(hash52(contributorOf(event.body, catalogue.form, path)));
    const said = say(event);
    for (const feature of said.features) feature.times += 1;
    for (const leaf of said.leaves) properties.note(leaf, who);
    find(said.judged, event, () => event.body);
  }

  function observeKnown(known: Known, line: number, index: number): void {
    const { shape, meanings, count } = known;
    const who = properties.somebody(hashOfWho(known));
    const parts = shape.judged.length > 0 ? [shape.judged] : [];
    for (let at = 0; at < count; at += 1) {
      const meaning = meanings[at];
      if (meaning === undefined) continue;
      const { judged, feature, leaf } = meaning;
      if (feature !== undefined) feature.times += 1;
      if (leaf !== undefined) properties.note(leaf, who);
      if (judged.length > 0) parts.push(judged);
    }
    if (parts.length === 0) return;
    find(joined(parts), { name: shape.name, line, index }, () => judgedBodyOf(known));
  }

  const surround = (body: Event["body"], line: number): void =>
    find(judgeBatch(body, catalogue), { name: UNDECLARED, line, index: null }, () => body);

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
    takeKnown: (known, line, index) => {
      const { came, name, isWanted } = known.shape;
      if (isWanted) {
        const event = { name, body: bodyOf(known) };
        if (came === "ignored") aggregator.hear(event);
        else aggregator.observe(event);
      }
      if (came === "event" && catalogue.form === "capture") observeKnown(known, line, index);
    },
    shortcut: createShortcut(catalogue, metrics, { say, wants: aggregator.wants, counterOf }),
    unread: (rule) => unread(rule, null, null),
    found: findings.total,
    consent: aggregator.consent,
    close: () => ({
      events: new Map([...events].map(([name, { times }]) => [name, times])),
      features: features.tally(),
      ...decided.close(aggregator.counts),
      undecided: undecided.close(aggregator.undecided),
      consent: aggregator.consent(),
      properties: properties.list(),
      marks: marks.marks,
      findings: findings.list(),
    }),
  };
}

/** Who counted in which cell. */
function createLedger(
  path: string,
  { catalogue: { form }, metrics, privacy, runKey = "" }: Rules,
): {
  readonly count: (signal: string, bucket: string, body: Event["body"]) => void;
  readonly traitsOf: GrowingCrowd["traitsOf"];
  readonly close: (counters: Counts) => Counted;
} {
  const contributors = createContributors(privacy.minCount, runKey);
  const crowd = createCrowd();
  const periodIn = createPeriods(metrics.period);
  return {
    count: (signal, bucket, body) => {
      const who = contributorOf(body, form, path);
      contributors.add(cellOf(signal, bucket), who);
      contributors.add(totalOf(signal), who);
      if (form === "capture") crowd.count(hash52(who), periodIn(body), cellOf(signal, bucket));
    },
    traitsOf: crowd.traitsOf,
    close: (counters) => ({ counters, people: contributors.people, crowd: crowd.crowd() }),
  };
}

/**
 * Whose event it is: in a capture its person, in a stream the installation that wrote the log.
 * Events that name nobody are together one, so that nobody is counted twice.
 */
function contributorOf(body: Event["body"], form: Catalogue["form"], path: string): string {
  if (form === "stream") return path;
  const { distinct_id: own, properties } = body;
  return nameOf(own ?? (isRecord(properties) ? properties["distinct_id"] : undefined));
}

const nameOf = (who: unknown): string =>
  typeof who === "string" || typeof who === "number" ? String(who) : "";

/** The hash of the same of a known line; the value that says it keeps it. */
function hashOfWho(known: Known): number {
  const meaning = whoOf(known);
  return meaning === undefined ? NOBODY : (meaning.who ??= hash52(nameOf(meaning.value)));
}

const NOBODY = hash52("");
