import type { Definitions, FlagDefinition } from "../../evaluation/flag.ts";
import { writeUtf8 } from "../../evaluation/utf8.ts";
import type { Dialect } from "../dialect.ts";

/** An assignment while it is written. */
export interface Draft {
  readonly dialect: Dialect;
  readonly definitions: Definitions;
  readonly flags: ReadonlyMap<string, FlagDefinition>;
  /** Why SQL cannot say it, in a person's words. */
  readonly refusals: Set<string>;
  /** When a row is beyond SQL, whatever the flag says of it, as SQL. */
  readonly beyond: Set<string>;
  /** Flags and cohorts being written inside one another. */
  readonly within: string[];
  /** Those that are written, by name: several may ask for one. */
  readonly written: Map<string, string>;
}

/** Notes why SQL cannot say something; what is returned is never shown. */
export function refuse(draft: Draft, why: string): string {
  draft.refusals.add(why);
  return "NULL";
}

/** ClickHouse reads queries of 262,144 bytes, and the expression stands inside one. */
const MAX_BYTES = 200_000;

/** SQL that an engine will read, or a refusal. */
export function bounded(draft: Draft, name: string, sql: string): string {
  const isLong =
    sql.length > MAX_BYTES || writeUtf8(sql, new Uint8Array(sql.length * 3), 0) > MAX_BYTES;
  return isLong ? refuse(draft, `${name} is too long for a query`) : sql;
}

/** Writes a flag or a cohort, once; one that contains itself has no SQL. */
export function inside(draft: Draft, name: string, write: () => string): string {
  const { within, written } = draft;
  const known = written.get(name);
  if (known !== undefined) return known;
  if (within.includes(name)) return refuse(draft, `${name} leads back to itself`);
  within.push(name);
  const sql = bounded(draft, name, write());
  within.pop();
  written.set(name, sql);
  return sql;
}

/** A truth value, or that it cannot be told. */
export function literal(answer: unknown): string {
  if (typeof answer !== "boolean") return "NULL";
  return answer ? "TRUE" : "FALSE";
}
