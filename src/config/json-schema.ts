import { z } from "zod/mini";
import { document } from "./schema/document.ts";

/** The JSON Schema of `assay.toml`, draft 7, for editors. */
export function jsonSchema(): object {
  const schema = z.toJSONSchema(document, { target: "draft-07", io: "input" });
  return { ...schema, title: "assay.toml" };
}
