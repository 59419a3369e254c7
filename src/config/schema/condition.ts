import { z } from "zod/mini";
import type { FlagProperty } from "../../evaluation/flag.ts";
import { DEFAULT_OPERATORS, OPERATORS } from "../operators.ts";
import { about } from "./about.ts";
import { byDefault } from "./by-default.ts";
import { textOfDate, text } from "./scalar.ts";
import { table } from "./table.ts";

const scalar = z.pipe(z.transform(textOfDate), z.union([z.string(), z.number(), z.boolean()]));

const said = table({
  property: about(
    "The property's name; the flag's key for type flag; not needed for a cohort",
    z.optional(text),
  ),
  type: about(
    "Whose property is asked: the person, their group, a cohort or another flag",
    byDefault(z.enum(["person", "group", "cohort", "flag"]), "person"),
  ),
  operator: about(
    "How to compare: exact, for a cohort in, for a flag flag_evaluates_to",
    z.optional(z.enum(Object.keys(OPERATORS))),
  ),
  value: about(
    "What to compare with; a list for exact means any of them; a cohort's id",
    z.optional(z.union([scalar, z.array(scalar)])),
  ),
  group_type: about(
    "For type group: the group type's index in PostHog",
    z.optional(z.int().check(z.minimum(0), z.maximum(4))),
  ),
});

/** One condition of a release group. */
export const condition: z.ZodMiniType<FlagProperty> = z.pipe(
  about("A condition on one property", said),
  z.transform(({ property, type, operator, value, group_type }) => {
    const chosen = operator ?? DEFAULT_OPERATORS[type];
    return {
      key: type === "cohort" ? (property ?? "id") : (property ?? ""),
      type,
      operator: chosen,
      ...(value !== undefined && { value: asText(chosen) ? textOf(value) : value }),
      ...(group_type !== undefined && { group_type_index: group_type }),
    };
  }),
);

function asText(operator: string): boolean {
  return OPERATORS[operator] === "text";
}

/** PostHog refuses numbers for operators that compare text: `operator_requires_string_value`. */
function textOf(value: unknown): unknown {
  return typeof value === "number" ? String(value) : value;
}
