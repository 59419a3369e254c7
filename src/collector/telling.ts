import { canonicalText } from "../privacy/release/canonical.ts";
import { grouped } from "./grouped.ts";
import { type CellKey, keyOf, type KeptCell } from "./ledger.ts";

/**
 * The cells of a period that change when it is read: what may be told moves from `untold` to
 * `told`, counters apart.
 *
 * All that is ever told is a sum of chunks, and each chunk is the counts of `minCount` or more
 * contributors, of whom nothing else is in it. So no cell, no total, no difference of two readings
 * and no difference of cells speaks of fewer (`privacy-rules.md` 5, `agg.small-cell`,
 * `agg.recoverable-cell`, `agg.differencing`).
 *
 * @param dimensions in the order in which they are declared: the last is given up first
 */
export function tell(
  cells: readonly KeptCell[],
  dimensions: readonly string[],
  minCount: number,
): readonly KeptCell[] {
  const changed = new Map<string, KeptCell>();
  const kept = new Map(cells.map((cell) => [keyOf(cell), cell]));
  const put = (cell: KeptCell): void => void changed.set(keyOf(cell), cell);
  const untold = cells.filter((cell) => cell.untold > 0);
  const counters = grouped(untold, (cell) => keyOf({ ...cell, dimensions: "" }));
  for (const parts of counters.values()) {
    const [first] = parts;
    const chunks = chunksOf(parts.map(chunkOf), dimensions, minCount);
    if (first === undefined || chunks.length === 0) continue;
    for (const part of parts) put({ ...part, untold: 0, contributors: [] });
    for (const { row, count } of chunks) {
      const key: CellKey = { ...first, dimensions: canonicalText(row) };
      const cell = changed.get(keyOf(key)) ?? kept.get(keyOf(key));
      const { told = 0 } = cell ?? {};
      put({ ...first, ...key, told: told + count, untold: 0, contributors: [] });
    }
  }
  return [...changed.values()];
}

/** Counts that are told together, of rows that share these dimensions. */
interface Chunk {
  readonly row: Readonly<Record<string, unknown>>;
  readonly count: number;
  readonly contributors: ReadonlySet<string>;
}

function chunkOf({ dimensions, untold, contributors }: KeptCell): Chunk {
  return { row: JSON.parse(dimensions), count: untold, contributors: new Set(contributors) };
}

/**
 * All counts of a counter in chunks of enough contributors, or none when there are too few in all.
 *
 * Rows of too few give up their last dimension and are taken together, until they are enough. Few
 * that are left at the end hide the smallest chunk with them.
 */
function chunksOf(
  parts: readonly Chunk[],
  dimensions: readonly string[],
  minCount: number,
): Chunk[] {
  const chunks: Chunk[] = [];
  let small = parts;
  for (let depth = dimensions.length; depth >= 0; depth -= 1) {
    const rows = together(small, dimensions.slice(0, depth));
    chunks.push(...rows.filter(({ contributors }) => contributors.size >= minCount));
    small = rows.filter(({ contributors }) => contributors.size < minCount);
  }
  if (small.length === 0) return chunks;
  const [smallest, ...others] = chunks.toSorted((a, b) => a.count - b.count);
  return smallest === undefined ? [] : [...others, ...together([smallest, ...small], [])];
}

/** Rows that are the same in these dimensions as one. */
function together(parts: readonly Chunk[], dimensions: readonly string[]): Chunk[] {
  const rows = new Map<string, Chunk>();
  for (const { row, count, contributors } of parts) {
    const shared = Object.fromEntries(
      Object.entries(row).filter(([name]) => dimensions.includes(name)),
    );
    const key = canonicalText(shared);
    const held = rows.get(key);
    rows.set(key, {
      row: shared,
      count: count + (held?.count ?? 0),
      contributors: new Set([...contributors, ...(held?.contributors ?? [])]),
    });
  }
  return [...rows.values()];
}
