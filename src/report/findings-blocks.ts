import { RANK } from "../privacy/severity.ts";
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
 * proof is not read as a guess; then what the rules mean. What is cut is the least grave, and of
 * that what is trusted least.
 */
export function findingBlocks(findings: readonly ReportedFinding[]): PlainBlock[] {
  const groups = groupFindings(findings);
  if (groups.length === 0) return [];
  const ranked = groups.toSorted((a, b) => gravity(a) - gravity(b) || trust(a) - trust(b));
  const shown = ranked.slice(0, SHOWN);
  const left = ranked.slice(SHOWN);
  return [
    ...trusts.flatMap((name) => tableOf(name, shown.filter(isBy(name)))),
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

const gravity = ({ first }: FindingGroup): number => RANK[first.severity];
const trust = ({ first }: FindingGroup): number => trusts.indexOf(trustOf(first.rule));

const isBy =
  (name: Trust) =>
  ({ first }: FindingGroup): boolean =>
    trustOf(first.rule) === name;

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
