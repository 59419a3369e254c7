import type { Finding } from "../privacy/finding.ts";
import { rulesOff } from "../privacy/severity.ts";
import { type AskedOfConfig, askedOfConfig } from "../replay/asked.ts";
import { atItsOwnPlace, counted } from "./findings.ts";
import { casesOf } from "./findings-cases.ts";
import type { Json, Report } from "./report.ts";

/** What a config declares, in numbers. */
export interface Declared {
  readonly file: string;
  readonly flags: number;
  readonly experiments: number;
  readonly events: number;
  readonly signals: number;
}

/** The findings about a config's definitions. Exit 1 on an error; warnings are only shown. */
export function reportCheck(
  findings: readonly Finding[],
  declared: Declared,
  given: AskedOfConfig = {},
): Report {
  const reported = findings.map(atItsOwnPlace);
  const failed = findings.some(({ severity }) => severity === "error");
  const { file, ...counts } = declared;
  const held = Object.entries(counts).map(([nouns, count]) => counted(count, nouns.slice(0, -1)));
  const verdict = `${failed ? "FAIL" : "PASS"}  ${file}: ${held.join(", ")}`;
  return {
    outcome: failed ? "findings" : "ok",
    data: { ...counts, findings: findings.map((finding): Json => ({ ...finding })) },
    blocks: [
      { block: "text", text: verdict },
      { block: "findings", lines: toLines(findings) },
    ],
    findings: reported,
    cases: casesOf(reported, {
      rules: askedOfConfig(given),
      off: rulesOff(given.privacy ?? {}),
      file,
    }),
  };
}

/** A line for each finding; notes of one rule share one, for they all ask for the same. */
function toLines(findings: readonly Finding[]): string[] {
  const lines = findings.filter(({ severity }) => severity !== "note").map((each) => toLine(each));
  const notes = findings.filter(({ severity }) => severity === "note");
  for (const note of notes) {
    const alike = notes.filter(({ rule }) => rule === note.rule);
    if (alike[0] === note) lines.push(toLine(note, alike.length - 1));
  }
  return lines;
}

function toLine({ severity, rule, path, line, pointer, message }: Finding, more = 0): string {
  const place = line === null ? path : `${path}:${line}`;
  const others = more === 0 ? "" : ` and ${more} more`;
  return `${severity} ${rule} ${place} ${pointer}${others}: ${message}`;
}
