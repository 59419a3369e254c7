import { z } from "zod";

/** Text that is not empty. zod's own length checks throw on odd tables: see `list.ts`. */
export const text: z.ZodString = z.string().regex(/\S/, "Expected some text");

/** 0 to 100, fractions allowed. */
export const percent: z.ZodNumber = z.number().min(0).max(100);

/** 1, 2, 3 … */
export const positive: z.ZodNumber = z.int().min(1);

/** An ISO date, written as a TOML date or as text. */
export const date: z.ZodType<string> = z.preprocess(
  textOfDate,
  z.iso.date({ error: "Expected a date" }),
);

/** `10m`, `7d`, `36h`, `30s` as milliseconds. */
export const durationMs: z.ZodType<number> = z
  .string({ error: "Expected a duration" })
  .regex(/^\d{1,9}(?:s|m|h|d)$/, "Expected a duration")
  .transform((written) => Number(written.slice(0, -1)) * (UNIT_MS[written.slice(-1)] ?? 1));

/** A web address without a password, a query or a fragment, and without its last slash. */
export const address: z.ZodType<string> = z
  .string({ error: "Expected a web address" })
  .regex(/^https?:\/\/[^\s/?#@]+(?:\/[^\s?#@]*)?$/, "Expected a web address")
  .transform((written) => written.replace(/\/+$/, ""));

/** A TOML date as its text; anything else as it is. */
export function textOfDate(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
