import type { Finding } from "../privacy/finding.ts";
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
export function reportCheck(findings: readonly Finding[], declared: Declared): Report {
  const failed = findings.some(({ severity }) => severity === "error");
  const { file, ...counts } = declared;
  const held = Object.entries(counts).map(([noun, count]) => `${count} ${noun}`);
  const verdict = `${failed ? "FAIL" : "PASS"}  ${file}: ${held.join(", ")}`;
  return {
    outcome: failed ? "findings" : "ok",
    data: { ...counts, findings: findings.map((finding): Json => ({ ...finding })) },
    blocks: [
      { block: "text", text: verdict },
      ...(findings.length === 0 ? [] : [{ block: "list" as const, items: findings.map(toLine) }]),
    ],
  };
}

function toLine({ severity, rule, path, line, pointer, message }: Finding): string {
  const place = line === null ? path : `${path}:${line}`;
  return `${severity} ${rule} ${place} ${pointer}: ${message}`;
}
