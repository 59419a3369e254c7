import { z } from "zod";
import type { Grade, PrivacyPolicy } from "../../privacy/policy.ts";
import { fullId } from "../../privacy/rule-ids.ts";
import { date, positive, text } from "./scalar.ts";
import { table } from "./table.ts";

const grade = z.enum(["error", "warning", "note", "off"]);

/** A line of `[privacy.severity]`. */
export interface Grading {
  /** Where it stands in that table. */
  readonly path: readonly string[];
  /** The rule's whole or short name. */
  readonly name: string;
  readonly grade: Grade;
}

/** The lines of `[privacy.severity]`; to TOML, `id.uuid = "off"` is a table in a table. */
export const gradings: z.ZodType<Grading[]> = z
  .record(text, z.union([grade, z.record(text, grade)]))
  .describe("How grave the findings of a rule are, by its whole or short name")
  .transform((said) =>
    Object.entries(said).flatMap(([key, value]) =>
      typeof value === "string"
        ? [{ path: [key], name: key, grade: value }]
        : Object.entries(value).map(([name, own]) => ({
            path: [key, name],
            name: `${key}.${name}`,
            grade: own,
          })),
    ),
  );

/** The `[privacy]` table. */
export const privacy: z.ZodType<PrivacyPolicy> = table({
  rules: z
    .enum(["recommended", "strict"])
    .default("recommended")
    .describe("strict raises every warning to an error"),
  min_count: positive.default(5).describe("Released cells with fewer contributors are suppressed"),
  max_capacity_bits: positive
    .describe("The most bits that one installation may be able to say in one period; absent: any")
    .optional(),
  severity: gradings.prefault({}),
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
  .transform(({ rules, min_count, max_capacity_bits: bits, severity, ignore }) => ({
    rules,
    ...(severity.length > 0 && {
      grades: new Map(severity.map(({ name, grade: own }) => [fullId(name) ?? name, own])),
    }),
    minCount: min_count,
    ignores: ignore,
    ...(bits !== undefined && { maxCapacityBits: bits }),
  }));
