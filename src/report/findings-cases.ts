import type { Case, Suite } from "./cases.ts";
import { type FindingGroup, groupFindings, placesOf, type ReportedFinding } from "./findings.ts";

/** Which rules a report says it asked. */
export interface Asked {
  readonly rules: readonly string[];
  /** Those of them that the config switches off. */
  readonly off?: readonly string[];
  /** The config's path. */
  readonly file: string;
}

/**
 * Findings as test results: a suite for each family, a case for each rule that ran, so that a rule
 * that passed is seen to have passed. Errors fail a case; the rest is remarked; a rule that is
 * switched off is skipped (`privacy-rules.md` 10).
 */
export function casesOf(findings: readonly ReportedFinding[], asked: Asked): Suite[] {
  const found = new Map<string, FindingGroup[]>(asked.rules.map((rule) => [rule, []]));
  for (const group of groupFindings(findings)) {
    const { rule } = group.first;
    const ofRule = found.get(rule);
    if (ofRule === undefined) found.set(rule, [group]);
    else ofRule.push(group);
  }
  const suites = new Map<string, Case[]>();
  for (const [rule, groups] of found) {
    const family = rule.slice(0, rule.indexOf("."));
    suites.set(family, [...(suites.get(family) ?? []), toCase(rule, family, groups, asked)]);
  }
  return [...suites].map(([name, cases]) => ({ name, cases }));
}

function toCase(
  rule: string,
  family: string,
  groups: readonly FindingGroup[],
  { off = [], file }: Asked,
): Case {
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
    ...(off.includes(rule) && { skipped: "The config switches this rule off" }),
    ...(others.length > 0 && { remarks: others.map(toLine) }),
  };
}

function toLine(group: FindingGroup): string {
  const { severity, pointer } = group.first;
  return `${severity} ${pointer || "-"} ×${group.count}: ${placesOf(group, SHOWN_PLACES)}`;
}

const SHOWN_PLACES = 20;
