import type { Severity } from "./finding.ts";

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
