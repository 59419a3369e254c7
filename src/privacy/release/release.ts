import type { Counts } from "../../metrics/tally.ts";
import { countOf, type People } from "./contributors.ts";
import { isSmall, suppress } from "./suppression.ts";

/** A signal as it may be released: null where hidden or withheld. */
export interface ReleasedSignal {
  readonly buckets: ReadonlyMap<string, number | null>;
  readonly total: number | null;
}

/** What may be released of the counters. */
export interface Release {
  readonly signals: ReadonlyMap<string, ReleasedSignal>;
  /** Cells of too few people, which is why something is hidden. */
  readonly small: readonly { readonly signal: string; readonly bucket: string }[];
}

/** The name of a cell where its people are counted. */
export const cellOf = (signal: string, bucket: string): string => `${signal}\0${bucket}`;

/** The name of all cells of a signal together: a total of few people is as telling as a cell. */
export const totalOf = (signal: string): string => signal;

/**
 * Each signal with its total, without the cells of fewer than `minCount` people and without what
 * would give those back (`privacy-rules.md` 5).
 */
export function releaseOf(counters: Counts, people: People, minCount: number): Release {
  const small: { signal: string; bucket: string }[] = [];
  const signals = [...counters].map(([signal, row]) => {
    const names = [...row.keys()];
    const cells = [...row].map(([bucket, count]) => ({
      count,
      contributors: countOf(people, cellOf(signal, bucket), minCount),
    }));
    for (const [at, cell] of cells.entries()) {
      const bucket = names[at];
      if (bucket !== undefined && isSmall(cell, minCount)) small.push({ signal, bucket });
    }
    const rows = countOf(people, totalOf(signal), minCount) >= minCount;
    const table = suppress([cells], minCount, { rows, columns: false, whole: false });
    const [shown = []] = table.cells;
    const buckets = new Map(names.map((bucket, at) => [bucket, shown[at] ?? null]));
    return [signal, { buckets, total: table.rowTotals[0] ?? null }] as const;
  });
  return { signals: new Map(signals), small };
}
