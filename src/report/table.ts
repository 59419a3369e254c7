import type { Cells } from "./cells.ts";

/** Below this a column says nothing any more. */
const NARROWEST = 6;

const GAP = "  ";

/**
 * Rows as lines, columns as wide as their widest cell on a terminal; line breaks in a cell become
 * spaces. Where that is wider than `width`, the widest columns but the first, which names things,
 * are cut.
 *
 * @param width in cells, as `widthOf` counts them; undefined where lines may be of any length
 */
export function tableLines(
  rows: readonly (readonly string[])[],
  widthOf: Cells,
  width: number | undefined,
): string[] {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll(/\s*[\r\n]+\s*/g, " ")));
  const natural = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => widthOf(row[column] ?? ""))),
  );
  const widths = fitted(natural, width);
  return cells.map((row) =>
    row
      .map((cell, column) => padded(cell, widthOf, widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

/** The widths after the widest columns have given what is too much. */
function fitted(natural: readonly number[], width: number | undefined): readonly number[] {
  const widths = [...natural];
  const gaps = GAP.length * Math.max(0, widths.length - 1);
  let surplus = widths.reduce((sum, each) => sum + each, gaps) - (width ?? Number.MAX_SAFE_INTEGER);
  for (; surplus > 0; surplus -= 1) {
    const widest = Math.max(...widths.slice(1));
    if (widest <= NARROWEST) break;
    widths[widths.indexOf(widest, 1)] = widest - 1;
  }
  return widths;
}

function padded(cell: string, widthOf: Cells, width: number): string {
  const shown = widthOf(cell) <= width ? cell : `${cut(cell, widthOf, width - 1)}…`;
  return shown + " ".repeat(Math.max(0, width - widthOf(shown)));
}

/** As much of a text as fits; a character that takes two cells is never halved. */
function cut(text: string, widthOf: Cells, width: number): string {
  let kept = "";
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(
    text,
  )) {
    if (widthOf(kept + segment) > width) break;
    kept += segment;
  }
  return kept.trimEnd();
}
