import { z } from "zod/mini";

/** The schema with what the JSON Schema says of it besides; the given one stays as it is. */
export function noted<Schema extends z.core.$ZodType>(
  schema: Schema,
  meta: z.core.GlobalMeta,
): Schema {
  const own = z.clone(schema);
  z.globalRegistry.add(own, meta);
  return own;
}

/** The schema with what an editor shows of it. */
export function about<Schema extends z.core.$ZodType>(description: string, schema: Schema): Schema {
  return noted(schema, { description });
}
