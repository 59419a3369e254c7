import type { Case, Suite } from "./cases.ts";
import { type FindingGroup, groupFindings, placesOf, type ReportedFinding } from "./findings.ts";

/**
 * Findings as test results: a suite for each family, a case for each rule that ran, so that a rule
 * that passed is seen to have passed. Errors fail a case; the rest is remarked (`privacy-rules.md` 10).
 */
export function casesOf(
  findings: readonly ReportedFinding[],
  { rules, file }: { readonly rules: readonly string[]; readonly file: string },
): Suite[] {
  const groups = groupFindings(findings);
  const suites = new Map<string, Case[]>();
  for (const rule of new Set([...rules, ...groups.map(({ first }) => first.rule)])) {
    const family = rule.slice(0, rule.indexOf("."));
    const found = groups.filter(({ first }) => first.rule === rule);
    suites.set(family, [...(suites.get(family) ?? []), toCase(rule, family, found, file)]);
  }
  return [...suites].map(([name, cases]) => ({ name, cases }));
}

function toCase(rule: string, family: string, groups: readonly FindingGroup[], file: string): Case {
  const errors = groups.filter(({ first }) => first.severity === "error");
  const others = groups.filter(({ first }) => first.severity !== "error");
  const [failed] = errors;
  const { path, line } = groups[0]?.first.declared ?? { path: file, line: undefined };
  return {
    name: rule,
    about: `assay.${family}`,
    path,
    ...(line !== undefined && { line }),
    ...(failed && { failure: { message: failed.first.message, details: errors.map(toLine) } }),
    ...(others.length > 0 && { remarks: others.map(toLine) }),
  };
}

function toLine(group: FindingGroup): string {
  const { severity, pointer } = group.first;
  return `${severity} ${pointer || "-"} ×${group.count}: ${placesOf(group, SHOWN_PLACES)}`;
}

const SHOWN_PLACES = 20;
