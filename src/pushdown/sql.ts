import { clickhouse } from "../warehouse/dialects/clickhouse.ts";

/** A text as a literal. */
export const text: (value: string) => string = clickhouse.text;

/** Texts as a list; an empty one says of what. */
export function list(texts: Iterable<string>): string {
  const literals = [...texts].map(text);
  return literals.length === 0 ? "CAST([], 'Array(String)')" : `[${literals.join(", ")}]`;
}

/** Whether all conditions hold. */
export const every = (conditions: readonly string[]): string =>
  conditions.map((condition) => `(${condition})`).join(" AND ");

/** As `every`, for conditions that stand on the same: asked one by one, each would work it out anew. */
export const all = (conditions: readonly string[]): string =>
  `NOT has([${conditions.join(", ")}], 0)`;

/** Whether any condition holds. */
export const some = (conditions: readonly string[]): string =>
  conditions.length === 0 ? "0" : conditions.map((condition) => `(${condition})`).join(" OR ");

/** Whether an expression is one of the texts. */
export function isAny(of: string, texts: Iterable<string>): string {
  const literals = [...texts].map(text);
  return literals.length === 0 ? "0" : `${of} IN (${literals.join(", ")})`;
}
