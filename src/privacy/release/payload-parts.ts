import { isRecord } from "../../event/value.ts";
import type { Examples, JudgingRule } from "../rule.ts";
import type { PayloadSchema, SignalSchema } from "./payload-schema.ts";
import { readPeriod } from "./period.ts";

/** A rule about a sealed payload (`privacy-rules.md` 4, `out.*`). */
export type PayloadRule = JudgingRule<Payload>;

/** A sealed payload as its rules judge it. */
export interface Payload {
  /** Its bytes; undefined where the value alone is judged. */
  readonly text?: string;
  /** Undefined for text that is no JSON, of which nothing else can be said. */
  readonly value: unknown;
  readonly schema: PayloadSchema;
}

/** The fields of a payload by what they are; none of a value that is no object. */
export interface Parts {
  readonly version: unknown;
  readonly period: unknown;
  readonly counts: unknown;
  readonly others: readonly OtherField[];
}

export interface OtherField {
  readonly value: unknown;
  /** Whether the value is in the field's closed domain; undefined for a field of no name. */
  readonly isMember: boolean | undefined;
}

export function partsOf({ value, schema }: Payload): Parts | undefined {
  if (!isRecord(value)) return undefined;
  const { schema: version, period, counts, ...rest } = value;
  const others = Object.entries(rest).map(([name, held]) => ({
    value: held,
    isMember: schema.dimensions.get(name)?.(held),
  }));
  return { version, period, counts, others };
}

/** What a payload says of one signal. */
export interface Row {
  /** Undefined for a signal that is not in the schema. */
  readonly signal: SignalSchema | undefined;
  readonly held: unknown;
  /** Each bucket with its count; none where the row is no object. */
  readonly cells: readonly (readonly [bucket: string, count: unknown])[];
}

export function rowsOf(payload: Payload): Row[] {
  const counts = partsOf(payload)?.counts;
  if (!isRecord(counts)) return [];
  return Object.entries(counts).map(([name, held]) => ({
    signal: payload.schema.signals.get(name),
    held,
    cells: isRecord(held) ? Object.entries(held) : [],
  }));
}

/** The rows of signals that the schema knows: of others nothing more is judged. */
export function knownRowsOf(payload: Payload): (Row & { readonly signal: SignalSchema })[] {
  return rowsOf(payload).flatMap(({ signal, ...row }) =>
    signal === undefined ? [] : [{ ...row, signal }],
  );
}

/** How the period reads by the schema's unit; one that is not there is right. */
export function periodReading(payload: Payload): ReturnType<typeof readPeriod> {
  const period = partsOf(payload)?.period;
  return period === undefined ? "right" : readPeriod(period, payload.schema.period);
}

/** Examples of payloads, as values, under one schema: `turns` counts, `outcome` is one of two. */
export function payloads(finds: readonly unknown[], passes: readonly unknown[]): Examples<Payload> {
  return { finds: finds.map(sealed), passes: passes.map(sealed) };
}

const sealed = (value: unknown): Payload => ({
  text: JSON.stringify(value),
  value,
  schema: EXAMPLE_SCHEMA,
});

const EXAMPLE_SCHEMA: PayloadSchema = {
  version: 1,
  period: "week",
  signals: new Map<string, SignalSchema>([
    ["turns", { kind: "counts", buckets: ["short", "long"], max: 100 }],
    ["outcome", { kind: "one-of", buckets: ["won", "lost"] }],
  ]),
  dimensions: new Map([["os", (value) => value === "linux"]]),
  maxBytes: 200,
  maxCells: 2,
};
