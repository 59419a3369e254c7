import type { ReplayRelease } from "../replay/result.ts";
import type { Block, Json } from "./report.ts";

/**
 * What may leave, for scripts: null where a count is hidden or a total withheld. A payload names its
 * period, which is a date, so all of it stands beside `data`.
 */
export function toRelease({ minCount, payloads, signals }: ReplayRelease): Json {
  const rows = [...signals];
  return {
    minCount,
    payloads: payloads.map(({ path, payload }) => ({ path, payload })),
    counters: Object.fromEntries(
      rows.map(([signal, { buckets }]) => [signal, Object.fromEntries(buckets)]),
    ),
    totals: Object.fromEntries(rows.map(([signal, { total }]) => [signal, total])),
  };
}

/** What may leave, as a person reads it. */
export function releaseBlocks(release: ReplayRelease | undefined): Block[] {
  if (release === undefined) return [];
  const { minCount, payloads, signals } = release;
  const rows = [...signals].map(([signal, { buckets, total }]) => [
    signal,
    said(buckets),
    String(total ?? HIDDEN),
  ]);
  const left = payloads.length - SHOWN_PAYLOADS;
  return [
    { block: "heading", text: `Released (hidden under ${minCount} contributors)`, aside: true },
    { block: "table", columns: ["name", "counts", "total"], rows },
    { block: "heading", text: "Payloads, as they would be sent", aside: true },
    {
      block: "list",
      items: [
        ...payloads.slice(0, SHOWN_PAYLOADS).map(({ path, payload }) => `${path}: ${payload}`),
        ...(left > 0 ? [`… and ${left} more; --format json lists every one`] : []),
      ],
    },
  ];
}

function said(buckets: ReadonlyMap<string, number | null>): string {
  if ([...buckets.values()].every((count) => count === null)) return HIDDEN;
  return [...buckets].map(([bucket, count]) => `${bucket} ${count ?? HIDDEN}`).join("  ");
}

const HIDDEN = "hidden";
const SHOWN_PAYLOADS = 3;
