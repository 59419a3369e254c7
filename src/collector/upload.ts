import { isRecord } from "../event/value.ts";
import type { PayloadSchema, SignalSchema } from "../privacy/release/judge-payload.ts";
import { readPeriod } from "../privacy/release/period.ts";

/** A body as far as the catalogue names it. */
export interface Upload {
  readonly period: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
  readonly cells: readonly Cell[];
  /** Cells left out, by reason: a rule of `privacy-rules.md` 4. */
  readonly refused: ReadonlyMap<string, number>;
}

export interface Cell {
  readonly signal: string;
  readonly bucket: string;
  readonly count: number;
}

/** The first and the last period that are taken. */
export interface Window {
  readonly first: string;
  readonly last: string;
}

/**
 * What a body says, cell by cell, or the one rule for which all of it is refused. A strange cell
 * costs only itself: one that a newer client sends must not keep the others from ever arriving.
 */
export function readUpload(
  body: unknown,
  schema: PayloadSchema,
  window: Window,
): Upload | { readonly rule: string } {
  if (!isRecord(body)) return { rule: "out.extra-field" };
  const { counts, period, schema: version, ...dimensions } = body;
  if (version !== schema.version) return { rule: "out.schema-version" };
  const read = readPeriod(period, schema.period);
  if (read === "too-fine") return { rule: "time.period-too-fine" };
  if (read === "foreign" || typeof period !== "string") return { rule: "out.string-value" };
  if (period < window.first || period > window.last) return { rule: "time.period-out-of-range" };
  const dimension = dimensionRule(dimensions, schema);
  if (dimension !== undefined) return { rule: dimension };
  if (!isRecord(counts)) return { rule: "out.not-integer" };
  const refused = new Map<string, number>();
  const cells = cellsOf(counts).flatMap((cell) => {
    const rule = cellRule(cell, schema.signals.get(cell.signal));
    if (rule === undefined) return [{ ...cell, count: Number(cell.count) }];
    refused.set(rule, (refused.get(rule) ?? 0) + 1);
    return [];
  });
  return { period, dimensions, cells, refused };
}

/** Exactly the declared dimensions, each a member of its closed set. */
function dimensionRule(
  dimensions: Readonly<Record<string, unknown>>,
  schema: PayloadSchema,
): string | undefined {
  const names = Object.keys(dimensions);
  if (names.some((name) => !schema.dimensions.has(name))) return "out.extra-field";
  const isWhole = [...schema.dimensions].every(
    ([name, isMember]) => Object.hasOwn(dimensions, name) && isMember(dimensions[name]),
  );
  return isWhole ? undefined : "out.string-value";
}

interface SaidCell {
  readonly signal: string;
  readonly bucket: string;
  readonly count: unknown;
}

/** A signal that holds no buckets is one cell that holds no count. */
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
