import type { Severity } from "../../privacy/finding.ts";
import { type FindingGroup, groupFindings, placesOf } from "../findings.ts";
import type { PlainBlock } from "../findings-blocks.ts";
import { trustOf } from "../findings-trust.ts";
import { fitting, sizeBytes } from "../fitting.ts";
import type { Format, Outcome } from "../format.ts";
import type { Block } from "../report.ts";

/**
 * A report for a step summary, a merge request or a wiki. What is for looking up is folded away.
 * A step summary over 1 MiB is refused as a whole, so a long report is cut and says so.
 */
export const markdown: Format = {
  id: "markdown",
  about: "a report for a step summary or a merge request",
  render: (outcome) => toMarkdown(outcome, MAX_BYTES),
};

/** With room for what a platform adds, under the 1 MiB that a step summary takes. */
export const MAX_BYTES: number = 900 * 1024;

/**
 * As much of a report as `maxBytes` hold: findings are cut first, from the last; where none would
 * be left, what is for looking up goes, then all but the first line. Empty where not even that
 * has room.
 */
export function toMarkdown({ report }: Pick<Outcome, "report">, maxBytes: number): string {
  if (report === undefined) return "";
  const groups = groupFindings(report.findings ?? []);
  const fits = (text: string): boolean => sizeBytes(text) <= maxBytes;
  const [first] = report.blocks;
  const ways = [
    report.blocks,
    [...withoutAsides(report.blocks), WAS_CUT],
    first === undefined ? [] : [first, WAS_CUT],
  ];
  for (const blocks of ways) {
    const { text, shown } = fitting(groups.length, (few) => write(blocks, groups, few), fits);
    if (fits(text) && shown >= Math.min(1, groups.length)) return text;
  }
  return "";
}

const WAS_CUT: Block = {
  block: "text",
  text: "The rest was cut to keep the report small; --format json has all of it.",
};

/** An aside reaches to the next heading, or to the findings. */
function withoutAsides(blocks: readonly Block[]): Block[] {
  let isAside = false;
  return blocks.filter((block) => {
    if (block.block === "heading") isAside = block.aside === true;
    if (block.block === "findings") isAside = false;
    return !isAside;
  });
}

function write(blocks: readonly Block[], groups: readonly FindingGroup[], shown: number): string {
  const parts: string[] = [];
  let folded = false;
  for (const block of blocks) {
    const closes = folded && (block.block === "heading" || block.block === "findings");
    if (closes) parts.push("</details>");
    if (closes) folded = false;
    if (block.block === "findings") parts.push(...tables(groups, shown));
    else if (block.block === "heading" && block.aside === true) {
      parts.push(`<details>\n<summary>${escapeMarkdown(block.text)}</summary>`);
      folded = true;
    } else parts.push(blockText(block));
  }
  if (folded) parts.push("</details>");
  return `${parts.join("\n\n")}\n`;
}

function blockText(block: PlainBlock): string {
  switch (block.block) {
    case "text":
      return escapeMarkdown(block.text);
    case "heading":
      return `## ${escapeMarkdown(block.text)}`;
    case "list":
      return block.items.map((item) => `- ${escapeMarkdown(item)}`).join("\n");
    case "table":
      return table(
        block.columns,
        block.rows.map((row) => row.map(escapeMarkdown)),
      );
  }
}

const TITLES: readonly (readonly [Severity, string])[] = [
  ["error", "Errors"],
  ["warning", "Warnings"],
  ["note", "Notes"],
];

function tables(groups: readonly FindingGroup[], shown: number): string[] {
  const kept = groups.slice(0, shown);
  const left = groups.length - kept.length;
  return [
    ...TITLES.flatMap(([severity, title]) => {
      const found = kept.filter(({ first }) => first.severity === severity);
      if (found.length === 0) return [];
      const columns = ["rule", "found by", "at", "count", "first places", "what to do"];
      return [`## ${title}`, table(columns, found.map(toRow))];
    }),
    ...(left > 0
      ? [`${left} more findings were cut to keep the report small; \`--format json\` lists all.`]
      : []),
  ];
}

function toRow(group: FindingGroup): string[] {
  const { rule, pointer, message } = group.first;
  return [
    code(rule),
    trustOf(rule).toLowerCase(),
    pointer === "" ? "" : code(pointer),
    String(group.count),
    escapeMarkdown(placesOf(group)),
    escapeMarkdown(message),
  ];
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, columns.map(() => "---"), ...rows].map(toLine).join("\n");
}

const toLine = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/**
 * A name as it is. A table splits at every pipe, in code too, unless one backslash stands before
 * it; a backtick would end the code.
 */
function code(text: string): string {
  const flat = oneLine(text);
  return /[`\\]/.test(flat) ? escapeMarkdown(flat) : `\`${flat.replaceAll("|", "\\|")}\``;
}

/** Text that stays text: no mark-up, no table cell of its own, no line of its own. */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*_[\]{}|~#$]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, " ");
