import { z } from "zod/mini";

/**
 * A table with these keys and no others. The message of its unknown keys is the list of the known
 * ones, one space between: `problems.ts` says it in words.
 */
export function table<Shape extends z.core.$ZodShape>(
  shape: Shape,
): z.ZodMiniObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: ({ code }) => (code === "unrecognized_keys" ? Object.keys(shape).join(" ") : undefined),
  });
}
