import { z } from "zod";
import type { Kind, Literal, Properties, PropertyType } from "../../event/catalogue.ts";
import { patternRules } from "../pattern.ts";
import { list } from "./list.ts";
import { text } from "./scalar.ts";
import { table } from "./table.ts";

const KINDS = [
  "boolean",
  "integer",
  "count",
  "power-of-two",
  "step-5",
  "semver",
  "uuid",
  "hex10",
  "user-agent",
  "text",
] as const satisfies readonly Kind[];

const nullable = z.boolean().default(false).describe("Whether null is allowed besides");
const literal: z.ZodType<Literal> = z.union([z.string(), z.number(), z.boolean()]);

const kind: z.ZodType<PropertyType> = z
  .enum(KINDS)
  .describe("A kind: a closed set of values that needs no list")
  .transform((name) => ({ form: "kind", kind: name, nullable: false }));

const literals: z.ZodType<PropertyType> = list(literal, 1)
  .describe("A list of literals: the value is one of them, byte for byte")
  .transform((members) => ({ form: "literals", literals: members, nullable: false }));

const any: z.ZodType<PropertyType> = table({
  any: list(literal, 1).describe("Kinds and literals; text that names a kind is the kind"),
  null: nullable,
})
  .describe("Any of several kinds and literals")
  .transform((said) => ({
    form: "any",
    kinds: said.any.filter(isKind),
    literals: said.any.filter((each) => !isKind(each)),
    nullable: said.null,
  }));

const pattern: z.ZodType<PropertyType> = table({
  pattern: text
    .superRefine((source, context) => {
      const broken = patternRules.find(({ holds }) => !holds(source));
      if (broken !== undefined) context.addIssue({ code: "custom", message: broken.expected });
    })
    .describe(
      "A regular expression that the whole value matches: no nested repetition, look-around or back-reference",
    ),
  null: nullable,
})
  .describe("Text of a fixed form")
  .transform((said) => ({ form: "pattern", pattern: said.pattern, nullable: said.null }));

const wrapped: z.ZodType<PropertyType> = table({
  type: z.lazy(() => propertyType).describe("The type of a value that is not null"),
  null: z.boolean().describe("Whether null is allowed besides"),
})
  .describe("A type that allows null")
  .transform(({ type, null: allowed }) => ({ ...type, nullable: type.nullable || allowed }));

const nested: z.ZodType<PropertyType> = z
  .lazy(() => properties)
  .describe("A nested object: its properties and their types")
  .transform((members) => ({ form: "object", properties: members, nullable: false }));

/**
 * What a property may hold. A table is `any`, `pattern` or `type` with `null` when it holds these
 * keys and nothing else, and a nested object otherwise.
 */
const propertyType: z.ZodType<PropertyType> = z
  .union([kind, literals, any, pattern, wrapped, nested])
  .meta({ id: "type", description: "What a property may hold" });

/** The properties of an event or of a nested object. */
export const properties: z.ZodType<Properties> = z
  .record(text, propertyType)
  .transform((said) => new Map(Object.entries(said)))
  .meta({ id: "object", description: "Properties and their types; all are optional" });

function isKind(value: Literal): value is Kind {
  return KINDS.some((each) => each === value);
}
