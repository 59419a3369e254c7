import { jsonSchema } from "../../config/json-schema.ts";
import { type Command, command } from "../command.ts";

/** `schema`: what an editor reads to complete and check `assay.toml`. */
export const schemaCommand: Command = command({
  args: {},
  examples: ["schema > assay.schema.json"],
  run: async () => {
    const text = JSON.stringify(jsonSchema(), null, 2);
    return { outcome: "ok", data: { schema: JSON.parse(text) }, blocks: [{ block: "text", text }] };
  },
});
