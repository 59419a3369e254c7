import { z } from "zod";
import type { FlagProperty } from "../../evaluation/flag.ts";
import { DEFAULT_OPERATORS, OPERATORS } from "../operators.ts";
import { textOfDate, text } from "./scalar.ts";
import { table } from "./table.ts";

const scalar = z.preprocess(textOfDate, z.union([z.string(), z.number(), z.boolean()]));

/** One condition of a release group. */
export const condition: z.ZodType<FlagProperty> = table({
  property: text
    .describe("The property's name; the flag's key for type flag; not needed for a cohort")
    .optional(),
  type: z
    .enum(["person", "group", "cohort", "flag"])
    .default("person")
    .describe("Whose property is asked: the person, their group, a cohort or another flag"),
  operator: z
    .enum(Object.keys(OPERATORS))
    .describe("How to compare: exact, for a cohort in, for a flag flag_evaluates_to")
    .optional(),
  value: z
    .union([scalar, z.array(scalar)])
    .describe("What to compare with; a list for exact means any of them; a cohort's id")
    .optional(),
  group_type: z
    .int()
    .min(0)
    .max(4)
    .describe("For type group: the group type's index in PostHog")
    .optional(),
})
  .describe("A condition on one property")
  .transform(({ property, type, operator, value, group_type }) => {
    const chosen = operator ?? DEFAULT_OPERATORS[type];
    return {
      key: type === "cohort" ? (property ?? "id") : (property ?? ""),
      type,
      operator: chosen,
      ...(value !== undefined && { value: asText(chosen) ? textOf(value) : value }),
      ...(group_type !== undefined && { group_type_index: group_type }),
    };
  });

function asText(operator: string): boolean {
  return OPERATORS[operator] === "text";
}

/** PostHog refuses numbers for operators that compare text: `operator_requires_string_value`. */
function textOf(value: unknown): unknown {
  return typeof value === "number" ? String(value) : value;
}
