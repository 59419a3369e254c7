import type { Position } from "./config.ts";
import { type Mark, marksOf } from "./marks.ts";
import type { Path } from "./problem.ts";

/** Where the keys and values of a document stand. */
export interface Places {
  /** Where the key stands, or the nearest table around it that exists. */
  key(path: Path): Position;
  /** Where the value stands; a table that has no braces stands where its key does. */
  value(path: Path): Position;
}

/**
 * Where everything in the TOML text stands, lines and columns from one, columns in UTF-16 units
 * as editors count them. The text is valid TOML; values are never taken from here.
 */
export function placesOf(text: string): Places {
  const marks = new Map<string, Mark>();
  for (const mark of marksOf(text)) {
    // The first mention of a table is the one to point at, but for a header of its own.
    const id = JSON.stringify(mark.path);
    if (mark.isHeader || !marks.has(id)) marks.set(id, mark);
  }
  const find = (path: Path): Mark | undefined => {
    for (let length = path.length; length > 0; length -= 1) {
      const mark = marks.get(JSON.stringify(path.slice(0, length)));
      if (mark !== undefined) return mark;
    }
    return undefined;
  };
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const positionAt = (offset: number): Position => {
    const line = starts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
  return {
    key: (path) => positionAt(find(path)?.key ?? 0),
    value: (path) => positionAt(find(path)?.value ?? 0),
  };
}
