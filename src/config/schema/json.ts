import { z } from "zod/mini";
import { isTable } from "../tree.ts";
import { textOfDate } from "./scalar.ts";

/** A value that JSON can say; dates become their text. */
export const json: z.ZodMiniType = z.pipe(
  z.unknown().check(z.refine(isJson, "Expected a value that JSON can say, so no nan and no inf")),
  z.transform(toJson),
);

function isJson(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return !isTable(value) || Object.values(value).every(isJson);
}

function toJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJson);
  if (!isTable(value)) return textOfDate(value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
}
