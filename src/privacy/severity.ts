import type { Severity } from "./finding.ts";

/** How grave a rule's finding is in the profile `recommended`. */
export function severityOf(rule: string): Severity {
  if (WARNINGS.has(rule) || rule.startsWith("id.") || rule.startsWith("input.")) return "warning";
  return NOTES.has(rule) ? "note" : "error";
}

/** `strict` raises every warning to an error. */
export function underProfile(severity: Severity, profile: "recommended" | "strict"): Severity {
  return profile === "strict" && severity === "warning" ? "error" : severity;
}

/** Whether the first weighs more than the second. */
export function isGraver(severity: Severity, than: Severity): boolean {
  return RANK[severity] < RANK[than];
}

/** From the gravest. */
export const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

const WARNINGS: ReadonlySet<string> = new Set([
  "secret.high-entropy",
  "time.precise-time",
  "def.missing-metadata",
  "def.expired-signal",
  "agg.small-cell",
  "agg.dominance",
  "agg.unique-vector",
  "agg.linkable",
  "link.stable-identifier",
  "link.high-cardinality",
  "sup.unused-ignore",
]);

const NOTES: ReadonlySet<string> = new Set([
  "agg.class-disclosure",
  "link.quasi-identifier",
  "compat.server-ahead",
  "input.not-exercised",
]);
