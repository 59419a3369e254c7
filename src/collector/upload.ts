import { isRecord } from "../event/value.ts";
import type { PayloadSchema } from "../privacy/release/payload-schema.ts";
import { type Cell, namedCells } from "../privacy/release/named-cells.ts";
import { readPeriod } from "../privacy/release/period.ts";
import { schemaOfVersion } from "../privacy/release/schema-of-version.ts";
import type { Promised } from "../privacy/release/upload-schema.ts";

/** A body as far as the catalogue names it. */
export interface Upload {
  readonly schema: number;
  readonly period: string;
  /** Of an earlier schema perhaps not all that are declared. */
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

/** By which schema a batch is judged, by the version that it was counted under. */
export interface Schemas {
  readonly current: number;
  /** Undefined for a later version than the current one. */
  readonly of: (version: number) => PayloadSchema | undefined;
}

/** What `config` declares, each version made once. */
export function schemasOf(config: Promised): Schemas {
  const current = config.metrics.schema;
  const made = new Map<number, PayloadSchema | undefined>();
  return {
    current,
    of: (version) => {
      if (version > current) return undefined;
      if (!made.has(version)) made.set(version, schemaOfVersion(config, version));
      return made.get(version);
    },
  };
}

/** The rule for a batch of a version that this server does not know yet (`privacy-rules.md` 7). */
export const AHEAD = "compat.server-rejects";

/**
 * What a body says, cell by cell, or the one rule for which all of it is refused. A strange cell
 * costs only itself: one that another version sends must not keep the others from ever arriving.
 */
export function readUpload(
  body: unknown,
  schemas: Schemas,
  window: Window,
): Upload | { readonly rule: string } {
  if (!isRecord(body)) return { rule: "out.extra-field" };
  const { counts, period, schema: version, ...said } = body;
  if (!isVersion(version)) return { rule: "out.schema-version" };
  const schema = schemas.of(version);
  if (schema === undefined) return { rule: AHEAD };
  const read = readPeriod(period, schema.period);
  if (read === "too-fine") return { rule: "time.period-too-fine" };
  if (read === "foreign" || typeof period !== "string") return { rule: "out.string-value" };
  if (period < window.first || period > window.last) return { rule: "time.period-out-of-range" };
  const isEarlier = version < schemas.current;
  const dimensions = isEarlier ? stillDeclared(said, schema) : said;
  const rule = isEarlier ? undefined : dimensionRule(said, schema);
  if (rule !== undefined) return { rule };
  if (!isRecord(counts)) return { rule: "out.not-integer" };
  return { schema: version, period, dimensions, ...namedCells(counts, schema) };
}

function isVersion(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1;
}

/** Of an earlier schema's dimensions those that are members of today's closed sets: no other is kept. */
function stillDeclared(
  said: Readonly<Record<string, unknown>>,
  schema: PayloadSchema,
): Readonly<Record<string, unknown>> {
  const members = [...schema.dimensions].filter(
    ([name, isMember]) => Object.hasOwn(said, name) && isMember(said[name]),
  );
  return Object.fromEntries(members.map(([name]) => [name, said[name]]));
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
