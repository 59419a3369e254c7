import type { Cells } from "../cells.ts";
import { findingBlocks, type PlainBlock } from "../findings-blocks.ts";
import type { Format } from "../format.ts";
import type { Block } from "../report.ts";
import { tableLines } from "../table.ts";

/** What people read: the blocks of a report, one after another. Diagnostics go to stderr. */
export const text: Format = {
  id: "text",
  about: "what people read",
  render: ({ report, width, cells = lengthOf }) => {
    const blocks = (report?.blocks ?? []).flatMap((block): PlainBlock[] => {
      if (block.block !== "findings") return [block];
      if (block.lines === undefined) return findingBlocks(report?.findings ?? []);
      return block.lines.length === 0 ? [] : [{ block: "list", items: block.lines }];
    });
    return blocks
      .map((block, at) => `${gap(blocks[at - 1], block)}${toText(block, cells, width)}`)
      .join("");
  },
};

const lengthOf: Cells = ({ length }) => length;

/** An empty line between blocks; a list belongs to the text above it, and lines to lines. */
function gap(above: Block | undefined, block: Block): string {
  if (above === undefined || (block.block === "list" && above.block !== "table")) return "";
  return above.block === "text" && block.block === "text" ? "" : "\n";
}

function toText(block: PlainBlock, cells: Cells, width: number | undefined): string {
  switch (block.block) {
    case "text":
      return `${block.text}\n`;
    case "heading":
      return `${block.text}\n${"─".repeat(cells(block.text))}\n`;
    case "list":
      return block.items.map((item) => `  ${item}\n`).join("");
    case "table":
      return `${tableLines([block.columns, ...block.rows], cells, width).join("\n")}\n`;
    default:
      return block satisfies never;
  }
}
