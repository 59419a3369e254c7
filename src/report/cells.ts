/** How many cells of a terminal a text takes. */
export type Cells = (text: string) => number;

/** Texts of which each character takes one cell, as nearly all are. */
const PLAIN = /^[ -~…]*$/;

/**
 * Renders by the cells that texts take. The tables of wide characters take longer to load than
 * most commands take to run: they are loaded, and the rendering done anew, when a text needs them.
 */
export async function byCells(render: (cells: Cells) => string): Promise<string> {
  let plain = true;
  const rendered = render((text) => {
    plain &&= PLAIN.test(text);
    return text.length;
  });
  return plain ? rendered : render((await import("string-width")).default);
}
