import { ParquetFault } from "./fault.ts";
import { type RandomAccess, readFooter, type RowGroup } from "./footer.ts";
import { pages } from "./pages.ts";
import type { Cell } from "./values.ts";

/** What one row holds, by column; columns without a value are left out. */
export type ParquetRow = Readonly<Record<string, Cell>>;

/** What is handed on at once. */
const RUN_ROWS = 1_000;

/**
 * The rows of a Parquet file, in runs. Holds a page of each column, however many rows there are.
 * Throws `ParquetFault` where the file is damaged or lies; what came before was yielded.
 */
export async function* parquetRows(
  file: RandomAccess,
): AsyncGenerator<readonly ParquetRow[], void, undefined> {
  for (const group of await readFooter(file)) yield* groupRows(file, group);
}

async function* groupRows(
  file: RandomAccess,
  { rows, chunks }: RowGroup,
): AsyncGenerator<readonly ParquetRow[], void, undefined> {
  const columns = chunks.map((chunk) => ({
    name: chunk.column.name,
    take: taker(pages(file, chunk)),
  }));
  for (let seen = 0; seen < rows;) {
    const count = Math.min(RUN_ROWS, rows - seen);
    const run = Array.from({ length: count }, emptyRecord);
    for (const { name, take } of columns)
      for (const [at, cell] of (await take(count)).entries()) {
        const row = run[at];
        if (row !== undefined && cell !== null) row[name] = cell;
      }
    yield run;
    seen += count;
  }
}

/** Takes so many values off the front of a column, across its pages. */
function taker(
  source: AsyncIterator<readonly (Cell | null)[]>,
): (count: number) => Promise<(Cell | null)[]> {
  let page: readonly (Cell | null)[] = [];
  let at = 0;
  return async (count) => {
    const taken: (Cell | null)[] = [];
    while (taken.length < count) {
      const some = page.slice(at, at + count - taken.length);
      taken.push(...some);
      at += some.length;
      if (at < page.length || taken.length === count) continue;
      const next = await source.next();
      if (next.done === true) throw new ParquetFault("it has fewer rows than it says");
      page = next.value;
      at = 0;
    }
    return taken;
  };
}

/** Without a prototype, so that a column may be called `__proto__`. */
function emptyRecord(): Record<string, Cell> {
  return Object.create(null);
}
