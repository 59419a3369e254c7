import { type FindingGroup, groupFindings, placesOf, type ReportedFinding } from "./findings.ts";
import { trustOf, trusts } from "./findings-trust.ts";
import type { Block } from "./report.ts";

/** A block that every format can write as it is. */
export type PlainBlock = Exclude<Block, { readonly block: "findings" }>;

/**
 * Findings as a terminal shows them: one table for each kind of check, strongest first, so that a
 * proof is not read as a guess; then what the rules mean.
 */
export function findingBlocks(findings: readonly ReportedFinding[]): PlainBlock[] {
  const groups = groupFindings(findings);
  if (groups.length === 0) return [];
  const shown = groups.slice(0, SHOWN);
  const left = groups.length - shown.length;
  return [
    ...trusts.flatMap((trust) => {
      const found = shown.filter(({ first }) => trustOf(first.rule) === trust);
      return found.length === 0 ? [] : tableOf(trust, found);
    }),
    ...(left > 0
      ? [{ block: "text" as const, text: `… and ${left} more; --format json lists every one` }]
      : []),
    { block: "heading", text: "What they mean" },
    {
      block: "list",
      items: [...meanings(shown)].map(([rule, message]) => `${rule}: ${message}`),
    },
  ];
}

/** More would not be read on a terminal. */
const SHOWN = 25;

function tableOf(heading: string, groups: readonly FindingGroup[]): PlainBlock[] {
  return [
    { block: "heading", text: heading },
    {
      block: "table",
      columns: ["severity", "rule", "at", "count", "first places"],
      rows: groups.map((group) => [
        group.first.severity,
        group.first.rule,
        group.first.pointer || "-",
        String(group.count),
        placesOf(group),
      ]),
    },
  ];
}

/** What each rule says, which is also what to mend. */
function meanings(groups: readonly FindingGroup[]): ReadonlyMap<string, string> {
  const messages = new Map<string, string>();
  for (const { first } of groups)
    if (!messages.has(first.rule)) messages.set(first.rule, first.message);
  return messages;
}
