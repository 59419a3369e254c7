import { utf8ToBytes } from "@noble/hashes/utils.js";
import { isRecord } from "../../event/value.ts";
import { canonicalText } from "./canonical.ts";
import { type PeriodUnit, readPeriod } from "./period.ts";

/** What a sealed payload may hold. */
export interface PayloadSchema {
  readonly version: number;
  readonly period: PeriodUnit;
  readonly signals: ReadonlyMap<string, SignalSchema>;
  /** Declared fields besides the three fixed ones, and what each may hold. */
  readonly dimensions: ReadonlyMap<string, (value: unknown) => boolean>;
  readonly maxBytes?: number;
  readonly maxCells?: number;
}

export interface SignalSchema {
  /** `one-of`: a payload holds one bucket of it at most, with the count 1. */
  readonly kind: "counts" | "one-of";
  readonly buckets: readonly string[];
  /** The most that one installation may add in a period; absent: no cap but the integers'. */
  readonly max?: number;
}

/**
 * The rules that the bytes of a sealed payload break, sorted (`privacy-rules.md` 4, `out.*`).
 * Text that is no JSON has no canonical form, and nothing else can be said of it.
 */
export function judgePayload(text: string, schema: PayloadSchema): string[] {
  const found = new Set<string>();
  if (sizeBytes(text) > (schema.maxBytes ?? Infinity)) found.add("out.size-cap");
  const value = parseJson(text.replace(/^\uFEFF/, ""));
  if (value === undefined || canonicalText(value) !== text) found.add("out.non-canonical");
  if (value !== undefined) for (const rule of judgeRecord(value, schema)) found.add(rule);
  return [...found].toSorted();
}

/** The rules that a payload breaks as a value, whatever its bytes, sorted. */
export function judgeRecord(record: unknown, schema: PayloadSchema): string[] {
  const found = new Set<string>();
  if (!isRecord(record)) {
    found.add("out.extra-field");
    judgeStrings(record, found);
    return [...found].toSorted();
  }
  const { schema: version, period, counts, ...rest } = record;
  if (version !== schema.version) found.add("out.schema-version");
  judgeStrings(version, found);
  judgePeriod(period, schema.period, found);
  for (const [name, value] of Object.entries(rest)) {
    const isMember = schema.dimensions.get(name);
    if (isMember === undefined) found.add("out.extra-field");
    if (isMember?.(value) !== true) judgeStrings(value, found);
    if (isMember?.(value) === false && typeof value !== "string") found.add("out.extra-field");
  }
  judgeCounts(counts, schema, found);
  return [...found].toSorted();
}

function judgePeriod(period: unknown, unit: PeriodUnit, found: Set<string>): void {
  const read = period === undefined ? "right" : readPeriod(period, unit);
  if (read === "too-fine") found.add("time.period-too-fine");
  if (read === "foreign") judgeStrings(period, found);
}

function judgeCounts(counts: unknown, schema: PayloadSchema, found: Set<string>): void {
  if (counts === undefined) return;
  if (!isRecord(counts)) {
    found.add("out.not-integer");
    judgeStrings(counts, found);
    return;
  }
  let cells = 0;
  for (const [name, row] of Object.entries(counts)) {
    const signal = schema.signals.get(name);
    if (signal === undefined) {
      found.add("out.unknown-signal");
      judgeStrings(row, found);
    } else cells += judgeRow(row, signal, found);
  }
  if (cells > (schema.maxCells ?? Infinity)) found.add("out.size-cap");
}

/** Judges the buckets of one signal, and says how many there are. */
function judgeRow(row: unknown, signal: SignalSchema, found: Set<string>): number {
  judgeStrings(row, found);
  if (!isRecord(row)) {
    found.add("out.not-integer");
    return 0;
  }
  const entries = Object.entries(row);
  const { kind, buckets, max = Number.MAX_SAFE_INTEGER } = signal;
  const most = kind === "one-of" ? 1 : Math.min(max, Number.MAX_SAFE_INTEGER);
  if (kind === "one-of" && entries.length > 1) found.add("out.out-of-range");
  for (const [bucket, count] of entries) {
    if (!buckets.includes(bucket)) found.add("out.unknown-bucket");
    if (typeof count !== "number" || (Number.isFinite(count) && !Number.isInteger(count)))
      found.add("out.not-integer");
    else if (count < 1 || count > most) found.add("out.out-of-range");
  }
  return entries.length;
}

/** Text in a place that no closed domain vouches for. */
function judgeStrings(value: unknown, found: Set<string>): void {
  if (typeof value === "string") found.add("out.string-value");
  else if (typeof value === "object" && value !== null)
    for (const held of Object.values(value)) judgeStrings(held, found);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message quotes the text, so it goes nowhere.
    return undefined;
  }
}

const sizeBytes = (text: string): number => utf8ToBytes(text).length;
