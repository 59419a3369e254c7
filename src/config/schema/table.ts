import { z } from "zod";

/**
 * A table with these keys and no others. The message of its unknown keys is the list of the known
 * ones, one space between: `problems.ts` says it in words.
 */
export function table<Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: ({ code }) => (code === "unrecognized_keys" ? Object.keys(shape).join(" ") : undefined),
  });
}
