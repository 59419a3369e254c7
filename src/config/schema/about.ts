import { z } from "zod/mini";

/**
 * Adds what the JSON Schema says of a schema besides. It is said wherever the schema is used, so
 * one that others share is cloned first.
 */
export function noted<Schema extends z.core.$ZodType>(
  schema: Schema,
  meta: z.core.GlobalMeta,
): Schema {
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), ...meta });
  return schema;
}

/** Adds what an editor shows of a schema. */
export function about<Schema extends z.core.$ZodType>(description: string, schema: Schema): Schema {
  return noted(schema, { description });
}
