import { isRecord } from "../../event/value.ts";
import type { PayloadSchema, SignalSchema } from "./payload-schema.ts";

export interface Cell {
  readonly signal: string;
  readonly bucket: string;
  readonly count: number;
}

/**
 * The cells of a payload that a schema names, and how many it does not, by rule
 * (`privacy-rules.md` 4). A strange cell costs only itself. A signal that holds no buckets is one
 * cell that holds no count.
 */
export function namedCells(
  counts: Readonly<Record<string, unknown>>,
  { signals }: Pick<PayloadSchema, "signals">,
): { readonly cells: readonly Cell[]; readonly refused: ReadonlyMap<string, number> } {
  const refused = new Map<string, number>();
  const cells = cellsOf(counts).flatMap((cell) => {
    const rule = cellRule(cell, signals.get(cell.signal));
    if (rule === undefined) return [{ ...cell, count: Number(cell.count) }];
    refused.set(rule, (refused.get(rule) ?? 0) + 1);
    return [];
  });
  return { cells, refused };
}

interface SaidCell {
  readonly signal: string;
  readonly bucket: string;
  readonly count: unknown;
}

function cellsOf(counts: Readonly<Record<string, unknown>>): SaidCell[] {
  return Object.entries(counts).flatMap(([signal, row]) =>
    isRecord(row)
      ? Object.entries(row).map(([bucket, count]) => ({ signal, bucket, count }))
      : [{ signal, bucket: "", count: undefined }],
  );
}

function cellRule(
  { bucket, count }: SaidCell,
  signal: SignalSchema | undefined,
): string | undefined {
  if (signal === undefined) return "out.unknown-signal";
  if (count === undefined) return "out.not-integer";
  if (!signal.buckets.includes(bucket)) return "out.unknown-bucket";
  if (typeof count !== "number" || !Number.isInteger(count)) return "out.not-integer";
  const most = signal.max ?? Number.MAX_SAFE_INTEGER;
  return count < 1 || count > most ? "out.out-of-range" : undefined;
}
