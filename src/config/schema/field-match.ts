import { z } from "zod/mini";
import type { Literal } from "../../event/catalogue.ts";
import type { FieldMatch } from "../../metrics/signal.ts";
import { noted } from "./about.ts";
import { list } from "./list.ts";
import { text } from "./scalar.ts";
import { isTable } from "../tree.ts";

const asked: z.ZodMiniType<Literal | Literal[]> = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  list(z.union([z.string(), z.number(), z.boolean()]), 1),
]);

interface Row {
  readonly [field: string]: Literal | Literal[] | Row;
}

const plainFields: z.ZodMiniType<Row> = z.record(text, z.union([asked, z.lazy(() => fields)]));

const fields: z.ZodMiniType<Row> = noted(plainFields, {
  id: "fields",
  description: "Fields and the values they must have; text that ends in * asks for a prefix",
});

/** Fields by dotted path, and the values that each may have; a nested table is a longer path. */
export const fieldMatch: z.ZodMiniType<FieldMatch> = z.pipe(
  fields,
  z.transform((said) => new Map(pathsOf(said, ""))),
);

function pathsOf(row: Row, prefix: string): [string, Literal[]][] {
  return Object.entries(row).flatMap(([field, said]): [string, Literal[]][] => {
    if (Array.isArray(said)) return [[prefix + field, said]];
    return isRow(said) ? pathsOf(said, `${prefix}${field}.`) : [[prefix + field, [said]]];
  });
}

function isRow(value: Literal | Row): value is Row {
  return isTable(value);
}
