import type { Severity } from "./finding.ts";
import type { Grade, PrivacyPolicy } from "./policy.ts";

/** What of a policy says how grave a finding is. */
export type Grading = Pick<PrivacyPolicy, "rules" | "grades">;

/**
 * The findings that count under a policy, as grave as they are under it: as the config grades
 * their rules by name, else as the profile does.
 */
export function underPolicy<Found extends { readonly rule: string; readonly severity: Severity }>(
  findings: readonly Found[],
  grading: Grading,
): Found[] {
  return findings.flatMap((finding) => {
    const severity = gradeOf(finding, grading);
    return severity === "off" ? [] : [{ ...finding, severity }];
  });
}

/** `strict` raises every warning to an error. */
function gradeOf(
  { rule, severity }: { readonly rule: string; readonly severity: Severity },
  { rules, grades }: Grading,
): Grade {
  const own = grades?.get(rule);
  if (own !== undefined) return own;
  return rules === "strict" && severity === "warning" ? "error" : severity;
}

/** The rules that a policy switches off, by full id. */
export function rulesOff({ grades = new Map<string, Grade>() }: Pick<Grading, "grades">): string[] {
  return [...grades].filter(([, grade]) => grade === "off").map(([rule]) => rule);
}

/** Whether the first weighs more than the second. */
export function isGraver(severity: Severity, than: Severity): boolean {
  return RANK[severity] < RANK[than];
}

/** From the gravest. */
export const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };
