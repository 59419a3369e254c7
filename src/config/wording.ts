import type { z } from "zod/mini";
import { HINTS } from "./schema/hints.ts";
import { isTable } from "./tree.ts";

/** What a type of the schema is called. */
export const NAMES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "a table",
  record: "a table",
};

/** How a value of the type is written. */
export const HOW: Readonly<Record<string, string>> = {
  string: "Write it in quotes",
  number: "Write it without quotes",
  int: "Write it without quotes and without a fraction",
  boolean: "Write true or false without quotes",
  array: "Put the values in brackets",
  tuple: "Put the values in brackets",
  object: "Write a table, such as { key = value }",
  record: "Write a table, such as { key = value }",
};

/** What the value is, without saying it. */
export function nameOf(value: unknown): string {
  if (value instanceof Date) return "a date";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number" && !Number.isFinite(value)) return "no finite number";
  if (typeof value === "number" && !Number.isInteger(value)) return "a fraction";
  return isTable(value) ? "a table" : (NAMES[typeof value] ?? "another value");
}

/** What is expected of a value whose type is right, and what to do. */
export function wordsFor(issue: z.core.$ZodIssue): readonly [message: string, hint: string] {
  if (issue.code === "too_small") {
    return [`Expected at least ${amount(issue.origin, issue.minimum)}`, "Write more than this"];
  }
  if (issue.code === "too_big") {
    return [`Expected at most ${amount(issue.origin, issue.maximum)}`, "Write less than this"];
  }
  const own: unknown = issue.code === "custom" ? issue.params?.["hint"] : undefined;
  const hint = typeof own === "string" ? own : HINTS[issue.message];
  return [issue.message, hint ?? "Change the value"];
}

function amount(origin: string, bound: number | bigint): string {
  return origin === "array" ? `${bound} entries` : `${bound}`;
}
