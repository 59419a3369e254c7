import { jsonSchema } from "../../config/json-schema.ts";
import { type Command, command } from "../command.ts";

/** `schema`: what an editor reads to complete and check `assay.toml`. */
export const schemaCommand: Command = command({
  args: {},
  examples: ["schema > assay.schema.json"],
  run: async () => {
    const schema = jsonSchema();
    return {
      outcome: "ok",
      data: { schema },
      blocks: [{ block: "text", text: JSON.stringify(schema, null, 2) }],
    };
  },
});
