import { z } from "zod/mini";
import type { Grade, PrivacyPolicy } from "../../privacy/policy.ts";
import { fullId } from "../../privacy/rule-ids.ts";
import { about } from "./about.ts";
import { byDefault } from "./by-default.ts";
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
export const gradings: z.ZodMiniType<Grading[]> = z.pipe(
  about(
    "How grave the findings of a rule are, by its whole or short name",
    z.record(text, z.union([grade, z.record(text, grade)])),
  ),
  z.transform((said) =>
    Object.entries(said).flatMap(([key, value]) =>
      typeof value === "string"
        ? [{ path: [key], name: key, grade: value }]
        : Object.entries(value).map(([name, own]) => ({
            path: [key, name],
            name: `${key}.${name}`,
            grade: own,
          })),
    ),
  ),
);

const ignore = z.pipe(
  table({
    rule: about("The rule, by its whole or short name", z.clone(text)),
    at: about("The dotted place inside the event; absent: everywhere", z.optional(text)),
    reason: about("Why the finding is no leak", byDefault(z.string(), "")),
    expires: about("The last day of the ignore, at most 180 days ahead", z.clone(date)),
  }),
  z.transform(({ rule, at, reason, expires }) => ({ rule, at, reason, expires })),
);

const saidOfPrivacy = table({
  rules: about(
    "strict raises every warning to an error",
    byDefault(z.enum(["recommended", "strict"]), "recommended"),
  ),
  min_count: about("Released cells with fewer contributors are suppressed", byDefault(positive, 5)),
  max_capacity_bits: about(
    "The most bits that one installation may be able to say in one period; absent: any",
    z.optional(positive),
  ),
  severity: z.prefault(gradings, {}),
  ignore: about(
    "Findings that are accepted, each with a reason and a last day",
    byDefault(z.array(ignore), []),
  ),
});

/** The `[privacy]` table. */
export const privacy: z.ZodMiniType<PrivacyPolicy> = z.pipe(
  about("What replay judges, and how strictly", saidOfPrivacy),
  z.transform(({ rules, min_count, max_capacity_bits: bits, severity, ignore: ignores }) => ({
    rules,
    ...(severity.length > 0 && {
      grades: new Map(severity.map(({ name, grade: own }) => [fullId(name) ?? name, own])),
    }),
    minCount: min_count,
    ignores,
    ...(bits !== undefined && { maxCapacityBits: bits }),
  })),
);
