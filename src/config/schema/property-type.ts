import { z } from "zod/mini";
import {
  type Kind,
  KINDS,
  type Literal,
  type Properties,
  type PropertyType,
} from "../../event/catalogue.ts";
import { patternRules } from "../pattern.ts";
import { about, noted } from "./about.ts";
import { byDefault } from "./by-default.ts";
import { list } from "./list.ts";
import { text } from "./scalar.ts";
import { table } from "./table.ts";

const nullable = about("Whether null is allowed besides", byDefault(z.boolean(), false));
const literal: z.ZodMiniType<Literal> = z.union([z.string(), z.number(), z.boolean()]);

const kind: z.ZodMiniType<PropertyType> = z.pipe(
  about("A kind: a closed set of values that needs no list", z.enum(KINDS)),
  z.transform((name) => ({ form: "kind" as const, kind: name, nullable: false })),
);

const literals: z.ZodMiniType<PropertyType> = z.pipe(
  about("A list of literals: the value is one of them, byte for byte", list(literal, 1)),
  z.transform((members) => ({ form: "literals" as const, literals: members, nullable: false })),
);

const saidOfAny = table({
  any: about("Kinds and literals; text that names a kind is the kind", list(literal, 1)),
  null: nullable,
});

const any: z.ZodMiniType<PropertyType> = z.pipe(
  about("Any of several kinds and literals", saidOfAny),
  z.transform((said) => ({
    form: "any" as const,
    kinds: said.any.filter(isKind),
    literals: said.any.filter((each) => !isKind(each)),
    nullable: said.null,
  })),
);

const safePattern = text.check(
  z.superRefine((source, context) => {
    const broken = patternRules.find(({ holds }) => !holds(source));
    if (broken !== undefined) context.addIssue({ code: "custom", message: broken.expected });
  }),
);

const saidOfPattern = table({
  pattern: about(
    "A regular expression that the whole value matches: no nested repetition, look-around or back-reference",
    safePattern,
  ),
  null: nullable,
});

const pattern: z.ZodMiniType<PropertyType> = z.pipe(
  about("Text of a fixed form", saidOfPattern),
  z.transform((said) => ({
    form: "pattern" as const,
    pattern: said.pattern,
    nullable: said.null,
  })),
);

const saidOfWrapped = table({
  type: about(
    "The type of a value that is not null",
    z.lazy(() => propertyType),
  ),
  null: about("Whether null is allowed besides", z.boolean()),
});

const wrapped: z.ZodMiniType<PropertyType> = z.pipe(
  about("A type that allows null", saidOfWrapped),
  z.transform(({ type, null: allowed }) => ({ ...type, nullable: type.nullable || allowed })),
);

const nested: z.ZodMiniType<PropertyType> = z.pipe(
  about(
    "A nested object: its properties and their types",
    z.lazy(() => properties),
  ),
  z.transform((members) => ({ form: "object" as const, properties: members, nullable: false })),
);

const branches: z.ZodMiniType<PropertyType> = z.union([
  kind,
  literals,
  any,
  pattern,
  wrapped,
  nested,
]);

/**
 * What a property may hold. A table is `any`, `pattern` or `type` with `null` when it holds these
 * keys and nothing else, and a nested object otherwise.
 */
const propertyType: z.ZodMiniType<PropertyType> = noted(branches, {
  id: "type",
  description: "What a property may hold",
});

const plainProperties: z.ZodMiniType<Properties> = z.pipe(
  z.record(text, propertyType),
  z.transform((said) => new Map(Object.entries(said))),
);

/** The properties of an event or of a nested object. */
export const properties: z.ZodMiniType<Properties> = noted(plainProperties, {
  id: "object",
  description: "Properties and their types; all are optional",
});

function isKind(value: Literal): value is Kind {
  return KINDS.some((each) => each === value);
}
