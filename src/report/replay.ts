import { byKey, type Counts } from "../metrics/tally.ts";
import type { Finding } from "../privacy/finding.ts";
import type { PrivacyPolicy } from "../privacy/policy.ts";
import { rulesOff } from "../privacy/severity.ts";
import type { Comparison } from "../replay/against.ts";
import { askedRules } from "../replay/asked.ts";
import type { Coverage } from "../replay/coverage.ts";
import type { Certificate } from "../replay/proof/certificate.ts";
import type { Replay } from "../replay/result.ts";
import { atItsOwnPlace, counted, groupFindings, type ReportedFinding, tally } from "./findings.ts";
import { coverageBlocks, toCoverage } from "./replay-coverage.ts";
import { casesOf } from "./findings-cases.ts";
import { proofBlocks, toCertificate } from "./proof.ts";
import { comparisonBlocks, toComparison } from "./replay-against.ts";
import { releaseBlocks, toRelease } from "./replay-release.ts";
import type { Block, Json, Report } from "./report.ts";

/** What a replay's report needs to know besides what was found. */
export interface ReplaySetting {
  /** The config's path. */
  readonly file: string;
  /** How the same logs read under an older config. */
  readonly comparison?: Comparison;
  /** How much of what is declared the logs reach. */
  readonly coverage: Coverage;
  /** What a proof covered. */
  readonly certificate?: Certificate;
  /** What the config makes of the rules. */
  readonly privacy: PrivacyPolicy;
  /** ISO date, by which a baseline made of this report ages. */
  readonly today: string;
  /** The line of the config that declares, or should declare, what a finding is about. */
  readonly declaredAt: (finding: Finding) => ReportedFinding["declared"];
}

/** What a replay found: data for scripts, findings for every format, one screen for people. */
export function reportReplay(replay: Replay, setting?: ReplaySetting): Report {
  const findings = replay.findings.map((finding) =>
    setting === undefined
      ? atItsOwnPlace(finding)
      : { ...finding, declared: setting.declaredAt(finding) },
  );
  return {
    outcome: outcomeOf(replay),
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
      ...(setting?.comparison && { against: toComparison(setting.comparison) }),
      ...(setting?.certificate && { certificate: toCertificate(setting.certificate) }),
      ...(replay.known && { known: replay.known.map(toJson) }),
    },
    ...(setting && {
      meta: {
        date: setting.today,
        coverage: toCoverage(setting.coverage),
        ...(replay.isIncomplete && { incomplete: true }),
        ...(replay.release && { release: toRelease(replay.release) }),
      },
    }),
    blocks: toBlocks(replay, setting),
    findings,
    ...(replay.repeats && { repeats: replay.repeats }),
    cases: casesOf(findings, {
      rules: askedRules(replay, setting ?? {}),
      off: rulesOff(setting?.privacy ?? {}),
      file: setting?.file ?? "assay.toml",
    }),
  };
}

function outcomeOf({ isIncomplete, verdict }: Replay): Report["outcome"] {
  if (isIncomplete) return "interrupted";
  return verdict === "fail" ? "findings" : "ok";
}

function toObject(counts: Counts): Record<string, Record<string, number>> {
  return Object.fromEntries([...counts].map(([name, row]) => [name, Object.fromEntries(row)]));
}

function toJson(finding: Finding): Json {
  const { rule, severity, path, line, event, pointer, count, fingerprint, message } = finding;
  return { rule, severity, path, line, event, pointer, count, fingerprint, message };
}

function toBlocks(replay: Replay, setting: ReplaySetting | undefined): Block[] {
  return [
    { block: "text", text: verdictLine(replay) },
    { block: "findings" },
    ...knownBlocks(replay.known),
    ...comparisonBlocks(setting?.comparison),
    ...proofBlocks(setting?.certificate),
    { block: "heading", text: "Logs", aside: true },
    { block: "list", items: replay.logs.map(logLine) },
    ...countBlock("Counters", replay.counters),
    ...releaseBlocks(replay.release),
    ...countBlock("Flags", replay.features),
    ...eventBlock(replay.events),
    ...coverageBlocks(setting?.coverage),
  ];
}

function verdictLine({ verdict, isIncomplete, logs, findings, known = [] }: Replay): string {
  const found = tally(groupFindings(findings.map(atItsOwnPlace)));
  const debt =
    known.length === 0 ? "" : `, ${groupFindings(known.map(atItsOwnPlace)).length} known`;
  const word = isIncomplete ? "INCOMPLETE" : verdict.toUpperCase();
  return `${word}  ${found}${debt} in ${counted(logs.length, "log")}`;
}

/** What the baseline knows, briefly: it is a debt, and no part of the verdict. */
function knownBlocks(known: Replay["known"] = []): Block[] {
  const groups = groupFindings(known.map(atItsOwnPlace));
  if (groups.length === 0) return [];
  const items = groups
    .slice(0, SHOWN_KNOWN)
    .map((group) => `${group.first.rule} ${group.first.pointer || "-"} ×${group.count}`);
  const left = groups.length - items.length;
  return [
    { block: "heading", text: "Known", aside: true },
    { block: "list", items: left > 0 ? [...items, `… and ${left} more`] : items },
  ];
}

const SHOWN_KNOWN = 25;

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
        { block: "heading", text: "Events", aside: true },
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
    { block: "heading", text: heading, aside: true },
    { block: "table", columns: ["name", "counts"], rows },
  ];
}
