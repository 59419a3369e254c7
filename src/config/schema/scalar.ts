import { z } from "zod/mini";

/** Text that is not empty. zod's own length checks throw on odd tables: see `list.ts`. */
export const text: z.ZodMiniString = z.string().check(z.regex(/\S/, "Expected some text"));

/** 0 to 100, fractions allowed. */
export const percent: z.ZodMiniNumber = z.number().check(z.minimum(0), z.maximum(100));

/** 1, 2, 3 … */
export const positive: z.ZodMiniNumber = z.int().check(z.minimum(1));

/** An ISO date, written as a TOML date or as text. */
export const date: z.ZodMiniType<string> = z.pipe(
  z.transform(textOfDate),
  z.iso.date({ error: "Expected a date" }),
);

/** `10m`, `7d`, `36h`, `30s` as milliseconds. */
export const durationMs: z.ZodMiniType<number> = z.pipe(
  z
    .string({ error: "Expected a duration" })
    .check(z.regex(/^\d{1,9}(?:s|m|h|d)$/, "Expected a duration")),
  z.transform((written) => Number(written.slice(0, -1)) * (UNIT_MS[written.slice(-1)] ?? 1)),
);

/** A web address without a password, a query or a fragment, and without its last slash. */
export const address: z.ZodMiniType<string> = z.pipe(
  z
    .string({ error: "Expected a web address" })
    .check(z.regex(/^https?:\/\/[^\s/?#@]+(?:\/[^\s?#@]*)?$/, "Expected a web address")),
  z.transform((written) => written.replace(/\/+$/, "")),
);

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
