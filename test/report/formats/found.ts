import type { Outcome } from "../../../src/report/format.ts";
import type { ReportedFinding } from "../../../src/report/findings.ts";

/** A finding about one property, with what a test wants to differ. */
export function finding(given: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    rule: "event.unknown-property",
    severity: "error",
    path: "logs/a.jsonl",
    line: 3,
    event: 0,
    pointer: "properties.title",
    count: 1,
    fingerprint: "0".repeat(32),
    message: "The property is not declared",
    declared: { path: "assay.toml", line: 12 },
    ...given,
  };
}

/** Findings that differ in everything that formats fold by. */
export const many = (number: number, given: Partial<ReportedFinding> = {}): ReportedFinding[] =>
  Array.from({ length: number }, (_, at) =>
    finding({
      rule: `event.rule-${String(at).padStart(3, "0")}`,
      fingerprint: `${given.severity ?? "error"}${at}`.padStart(32, "0"),
      ...given,
    }),
  );

/** What a format is given for these findings. */
export const outcome = (findings: readonly ReportedFinding[]): Outcome => ({
  command: "replay",
  exitCode: findings.length > 0 ? 1 : 0,
  diagnostics: [],
  report: {
    outcome: findings.length > 0 ? "findings" : "ok",
    data: {},
    blocks: [
      { block: "text", text: "FAIL  some <errors> in 1 log" },
      { block: "findings" },
      { block: "heading", text: "Logs", aside: true },
      { block: "list", items: ["logs/a.jsonl"] },
      { block: "heading", text: "Counters", aside: true },
      { block: "table", columns: ["name", "counts"], rows: [["turns", "a | b `c`"]] },
    ],
    findings,
  },
});
