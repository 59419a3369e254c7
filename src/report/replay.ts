import { byKey, type Counts } from "../metrics/tally.ts";
import type { Finding } from "../privacy/finding.ts";
import type { Replay } from "../replay/result.ts";
import type { Block, Json, Report } from "./report.ts";

/** What a replay found, as data for scripts and as one screen for people. */
export function reportReplay(replay: Replay): Report {
  return {
    outcome: replay.verdict === "fail" ? "findings" : "ok",
    data: {
      verdict: replay.verdict,
      logs: replay.logs.map(({ path, format, reader }) => ({
        path,
        format,
        reader: Object.fromEntries(reader),
      })),
      events: Object.fromEntries(replay.events),
      features: toObject(replay.features),
      counters: toObject(replay.counters),
      findings: replay.findings.map(toJson),
    },
    blocks: toBlocks(replay),
  };
}

function toObject(counts: Counts): Record<string, Record<string, number>> {
  return Object.fromEntries([...counts].map(([name, row]) => [name, Object.fromEntries(row)]));
}

function toJson(finding: Finding): Json {
  const { rule, severity, path, line, event, pointer, count, fingerprint, message } = finding;
  return { rule, severity, path, line, event, pointer, count, fingerprint, message };
}

function toBlocks(replay: Replay): Block[] {
  const folds = fold(replay.findings);
  return [
    { block: "text", text: verdictLine(replay, folds) },
    ...findingBlocks(folds),
    { block: "heading", text: "Logs" },
    { block: "list", items: replay.logs.map(logLine) },
    ...countBlock("Counters", replay.counters),
    ...countBlock("Flags", replay.features),
    ...eventBlock(replay.events),
  ];
}

/** Findings with one fingerprint, over all logs. */
interface Fold {
  readonly first: Finding;
  readonly count: number;
  readonly places: readonly string[];
}

/** In the order of the findings: the first of each fingerprint stands for all. */
function fold(findings: readonly Finding[]): Fold[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.fingerprint}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [toFold(first, [first, ...rest])],
  );
}

function toFold(first: Finding, all: readonly Finding[]): Fold {
  const totals = new Map(all.map(({ path, count }) => [path, count]));
  return {
    first,
    count: [...totals.values()].reduce((sum, count) => sum + count, 0),
    places: all.slice(0, SHOWN_PLACES).map(placeOf),
  };
}

const SHOWN_PLACES = 3;

function placeOf({ path, line, event }: Finding): string {
  const inBatch = event === null || event === 0 ? "" : ` event ${event}`;
  return line === null ? path : `${path}:${line}${inBatch}`;
}

function verdictLine({ verdict, logs }: Replay, folds: readonly Fold[]): string {
  const number = (severity: Finding["severity"]): number =>
    folds.filter(({ first }) => first.severity === severity).length;
  const found = [
    counted(number("error"), "error"),
    counted(number("warning"), "warning"),
    ...(number("note") > 0 ? [counted(number("note"), "note")] : []),
  ];
  return `${verdict.toUpperCase()}  ${found.join(", ")} in ${counted(logs.length, "log")}`;
}

const counted = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? "" : "s"}`;

function findingBlocks(folds: readonly Fold[]): Block[] {
  if (folds.length === 0) return [];
  const rows = folds
    .slice(0, SHOWN_FOLDS)
    .map(({ first, count, places }) => [
      first.severity,
      first.rule,
      first.pointer || "-",
      String(count),
      places.join(", ") + (count > places.length ? ", …" : ""),
    ]);
  const left = folds.length - rows.length;
  return [
    { block: "heading", text: "Findings" },
    { block: "table", columns: ["severity", "rule", "at", "count", "first places"], rows },
    ...(left > 0 ? [textBlock(`… and ${left} more; --format json lists every one`)] : []),
    { block: "heading", text: "What they mean" },
    { block: "list", items: meanings(folds) },
  ];
}

/** More would not be read on a terminal. */
const SHOWN_FOLDS = 25;

const textBlock = (text: string): Block => ({ block: "text", text });

/** One line for each rule: what it says, which is also what to mend. */
function meanings(folds: readonly Fold[]): string[] {
  const messages = new Map<string, string>();
  for (const { first } of folds.slice(0, SHOWN_FOLDS))
    if (!messages.has(first.rule)) messages.set(first.rule, first.message);
  return [...messages].map(([rule, message]) => `${rule}: ${message}`);
}

function logLine({ path, format, reader }: Replay["logs"][number]): string {
  const counters = [...reader].filter(([name, times]) => times > 0 || name === "lines");
  return `${path} (${format}): ${counters.map(([name, times]) => `${times} ${name}`).join(", ")}`;
}

/** Many names with short counts: as many on a line as fit. */
function eventBlock(events: Replay["events"]): Block[] {
  const items: string[] = [];
  for (const [name, times] of events) {
    const said = `${name} ${times}`;
    const longer = `${items.at(-1)}  ${said}`;
    if (items.length > 0 && longer.length <= LINE_WIDTH) items[items.length - 1] = longer;
    else items.push(said);
  }
  return items.length === 0
    ? []
    : [
        { block: "heading", text: "Events" },
        { block: "list", items },
      ];
}

const LINE_WIDTH = 96;

function countBlock(heading: string, counts: Counts): Block[] {
  if (counts.size === 0) return [];
  const rows = [...byKey(counts)].map(([name, row]) => [
    name,
    [...row].map(([bucket, times]) => `${bucket} ${times}`).join("  "),
  ]);
  return [
    { block: "heading", text: heading },
    { block: "table", columns: ["name", "counts"], rows },
  ];
}
