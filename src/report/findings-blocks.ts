import {
  type FindingGroup,
  groupFindings,
  placesOf,
  type ReportedFinding,
  tally,
} from "./findings.ts";
import { type Trust, trustOf, trusts } from "./findings-trust.ts";
import type { Block } from "./report.ts";

/** A block that every format can write as it is. */
export type PlainBlock = Exclude<Block, { readonly block: "findings" }>;

/**
 * Findings as a terminal shows them: one table for each kind of check, strongest first, so that a
 * proof is not read as a guess, and what is cut is what is trusted least; then what the rules mean.
 */
export function findingBlocks(findings: readonly ReportedFinding[]): PlainBlock[] {
  const groups = groupFindings(findings);
  if (groups.length === 0) return [];
  const ranked = trusts.flatMap((trust) => groups.filter(isBy(trust)));
  const shown = ranked.slice(0, SHOWN);
  const left = ranked.slice(SHOWN);
  return [
    ...trusts.flatMap((trust) => tableOf(trust, shown.filter(isBy(trust)))),
    ...(left.length > 0
      ? [
          {
            block: "text" as const,
            text: `… and more: ${tally(left)}; --format json lists them all`,
          },
        ]
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

const isBy =
  (trust: Trust) =>
  ({ first }: FindingGroup): boolean =>
    trustOf(first.rule) === trust;

function tableOf(heading: string, groups: readonly FindingGroup[]): PlainBlock[] {
  if (groups.length === 0) return [];
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
