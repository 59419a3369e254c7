import { isRecord } from "../event/value.ts";
import type { PayloadSchema } from "../privacy/release/judge-payload.ts";
import { type Cell, namedCells } from "../privacy/release/named-cells.ts";
import { readPeriod } from "../privacy/release/period.ts";

/** A body as far as the catalogue names it. */
export interface Upload {
  readonly period: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
  readonly cells: readonly Cell[];
  /** Cells left out, by reason: a rule of `privacy-rules.md` 4. */
  readonly refused: ReadonlyMap<string, number>;
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
  return { period, dimensions, ...namedCells(counts, schema) };
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
