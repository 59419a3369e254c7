import { invalid } from "./refusal.ts";
import { Misfit, type Path } from "./shape.ts";
import type { JsonRecord } from "./value.ts";

/** Reads the plain fields of a body. Throws 400 naming the field, nested ones joined with `__`. */
export function parseFields(
  shape: (value: unknown, path: Path) => JsonRecord,
  body: JsonRecord,
): JsonRecord {
  try {
    return shape(body, []);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    const code = error.code === "invalid" ? "invalid_input" : error.code;
    throw invalid(error.message, error.path.join("__"), code);
  }
}
