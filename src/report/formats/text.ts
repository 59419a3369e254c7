import stringWidth from "string-width";
import { findingBlocks, type PlainBlock } from "../findings-blocks.ts";
import type { Format } from "../format.ts";
import type { Block } from "../report.ts";

/** What people read: the blocks of a report, one after another. Diagnostics go to stderr. */
export const text: Format = {
  id: "text",
  about: "what people read",
  render: ({ report }) => {
    const blocks = (report?.blocks ?? []).flatMap((block) =>
      block.block === "findings" ? findingBlocks(report?.findings ?? []) : [block],
    );
    return blocks.map((block, at) => `${gap(blocks[at - 1], block)}${toText(block)}`).join("");
  },
};

/** An empty line between blocks; a list belongs to the text above it, and lines to lines. */
function gap(above: Block | undefined, block: Block): string {
  if (above === undefined || (block.block === "list" && above.block !== "table")) return "";
  return above.block === "text" && block.block === "text" ? "" : "\n";
}

function toText(block: PlainBlock): string {
  switch (block.block) {
    case "text":
      return `${block.text}\n`;
    case "heading":
      return `${block.text}\n${"─".repeat(stringWidth(block.text))}\n`;
    case "list":
      return block.items.map((item) => `  ${item}\n`).join("");
    case "table":
      return toTable([block.columns, ...block.rows]);
    default:
      return block satisfies never;
  }
}

/** Columns as wide as their widest cell on a terminal; line breaks in a cell become spaces. */
function toTable(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll(/\s*[\r\n]+\s*/g, " ")));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => stringWidth(row[column] ?? ""))),
  );
  const toLine = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - stringWidth(cell)))
      .join("  ")
      .trimEnd();
  return cells.map((row) => `${toLine(row)}\n`).join("");
}
