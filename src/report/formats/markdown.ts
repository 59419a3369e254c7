import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Severity } from "../../privacy/finding.ts";
import { type FindingGroup, groupFindings, placesOf } from "../findings.ts";
import type { PlainBlock } from "../findings-blocks.ts";
import { trustOf } from "../findings-trust.ts";
import type { Format } from "../format.ts";
import type { Report } from "../report.ts";

/**
 * A report for a step summary, a merge request or a wiki. What is for looking up is folded away.
 * A step summary over 1 MiB is refused as a whole, so a long report is cut and says so.
 */
export const markdown: Format = {
  id: "markdown",
  about: "a report for a step summary or a merge request",
  render: ({ report }) => {
    if (report === undefined) return "";
    const groups = groupFindings(report.findings ?? []);
    let shown = groups.length;
    let written = write(report, groups, shown);
    while (sizeBytes(written) > MAX_BYTES && shown > 0) {
      shown = Math.floor(shown / 2);
      written = write(report, groups, shown);
    }
    return written;
  },
};

const MAX_BYTES = 900 * 1024;

/** An upper bound that needs no encoder: a UTF-16 unit is three bytes of UTF-8 at most. */
const sizeBytes = (text: string): number =>
  text.length * 3 <= MAX_BYTES ? text.length * 3 : utf8ToBytes(text).length;

function write(report: Report, groups: readonly FindingGroup[], shown: number): string {
  const parts: string[] = [];
  let folded = false;
  for (const block of report.blocks) {
    const closes = folded && (block.block === "heading" || block.block === "findings");
    if (closes) parts.push("</details>");
    if (closes) folded = false;
    if (block.block === "findings") parts.push(...tables(groups, shown));
    else if (block.block === "heading" && block.aside === true) {
      parts.push(`<details>\n<summary>${escape(block.text)}</summary>`);
      folded = true;
    } else parts.push(toMarkdown(block));
  }
  if (folded) parts.push("</details>");
  return `${parts.join("\n\n")}\n`;
}

function toMarkdown(block: PlainBlock): string {
  switch (block.block) {
    case "text":
      return escape(block.text);
    case "heading":
      return `## ${escape(block.text)}`;
    case "list":
      return block.items.map((item) => `- ${escape(item)}`).join("\n");
    case "table":
      return table(
        block.columns,
        block.rows.map((row) => row.map(escape)),
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
    escape(placesOf(group)),
    escape(message),
  ];
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, columns.map(() => "---"), ...rows].map(toLine).join("\n");
}

const toLine = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** A name as it is. A table splits at every pipe, in code too; a backtick would end the code. */
function code(text: string): string {
  const flat = oneLine(text);
  return flat.includes("`") ? escape(flat) : `\`${flat.replaceAll("|", "\\|")}\``;
}

/** Text that stays text: no mark-up, no table cell of its own, no line of its own. */
function escape(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*_[\]{}|~#$]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

const oneLine = (text: string): string => text.replaceAll(/\s*[\r\n]+\s*/g, " ");
