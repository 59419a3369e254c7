import { z } from "zod";
import type { PrivacyPolicy } from "../../privacy/policy.ts";
import { date, positive, text } from "./scalar.ts";
import { table } from "./table.ts";

/** The `[privacy]` table. */
export const privacy: z.ZodType<PrivacyPolicy> = table({
  rules: z
    .enum(["recommended", "strict"])
    .default("recommended")
    .describe("strict raises every warning to an error"),
  min_count: positive.default(5).describe("Released cells with fewer contributors are suppressed"),
  ignore: z
    .array(
      table({
        rule: text.describe("The rule, by its whole or short name"),
        at: text.describe("The dotted place inside the event; absent: everywhere").optional(),
        reason: z.string().default("").describe("Why the finding is no leak"),
        expires: date.describe("The last day of the ignore, at most 180 days ahead"),
      }).transform(({ rule, at, reason, expires }) => ({ rule, at, reason, expires })),
    )
    .default([])
    .describe("Findings that are accepted, each with a reason and a last day"),
})
  .describe("What replay judges, and how strictly")
  .transform(({ rules, min_count, ignore }) => ({ rules, minCount: min_count, ignores: ignore }));
