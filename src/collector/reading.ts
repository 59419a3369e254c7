import { add, byKey, type Tally } from "../metrics/tally.ts";
import { differing } from "../privacy/release/cells.ts";
import { mergePeople, type People } from "../privacy/release/contributors.ts";
import { cellOf, releaseOf } from "../privacy/release/release.ts";
import type { KeptCell, Told } from "./entry.ts";
import type { Ledger } from "./ledger.ts";

/** A period that is over, as it may be read: null where a cell is hidden. */
export interface ReadPeriod {
  readonly period: string;
  readonly signals: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
}

/**
 * What may be read: periods that are over, summed over all dimensions, without the cells of fewer
 * than `minCount` contributors (`privacy-rules.md` 5). What was told of a period once is told again
 * as it was, unless every cell that changed did so by `minCount` or more: two readings must not
 * differ by one person (`agg.differencing`).
 *
 * @param until the first period that is not over
 */
export async function readPeriods(
  ledger: Ledger,
  minCount: number,
  until: string,
): Promise<readonly ReadPeriod[]> {
  const periods = new Map<string, KeptCell[]>();
  for (const cell of ledger.cells())
    if (cell.period < until) periods.set(cell.period, [...(periods.get(cell.period) ?? []), cell]);
  const read: ReadPeriod[] = [];
  for (const [period, cells] of byKey(periods)) {
    const current: Told = { period, cells: releasedCells(cells, minCount) };
    const before = ledger.told(period);
    const isNew = before === undefined || mayRestate(before, current, minCount);
    // oxlint-disable-next-line no-await-in-loop -- told only once it is remembered
    if (isNew && !isSame(before, current)) await ledger.add({ entry: "told", told: current });
    read.push({ period, signals: bySignal(isNew ? current : before) });
  }
  return read;
}

/** Cells by the JSON text of `[signal, bucket]`. No totals are told, so none can give a cell back. */
function releasedCells(cells: readonly KeptCell[], minCount: number): Told["cells"] {
  const counts: Tally = new Map();
  const people: People[] = [];
  for (const { signal, bucket, count, contributors } of cells) {
    add(counts, signal, bucket, count);
    const who = contributors.length >= minCount ? "enough" : new Set(contributors);
    people.push(new Map([[cellOf(signal, bucket), who]]));
  }
  const { signals } = releaseOf(counts, mergePeople(people, minCount), minCount);
  return Object.fromEntries(
    [...byKey(signals)].flatMap(([signal, { buckets }]) =>
      [...byKey(buckets)].map(([bucket, count]) => [JSON.stringify([signal, bucket]), count]),
    ),
  );
}

/** A cell that appears or goes is a change of all it holds. */
function mayRestate(before: Told, after: Told, minCount: number): boolean {
  return differing(shown(before), shown(after), minCount).length === 0;
}

function shown({ cells }: Told): ReadonlyMap<string, number> {
  return new Map(Object.entries(cells).flatMap(([cell, n]) => (n === null ? [] : [[cell, n]])));
}

function isSame(before: Told | undefined, after: Told): boolean {
  return before !== undefined && JSON.stringify(before.cells) === JSON.stringify(after.cells);
}

function bySignal({ cells }: Told): ReadPeriod["signals"] {
  const signals: Record<string, Record<string, number | null>> = {};
  for (const [cell, count] of Object.entries(cells)) {
    const [signal, bucket]: [string, string] = JSON.parse(cell);
    (signals[signal] ??= {})[bucket] = count;
  }
  return signals;
}
