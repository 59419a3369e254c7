import { SEND } from "../../hints.ts";
import { type PayloadRule, partsOf, payloads } from "../payload-parts.ts";

export const schemaVersion: PayloadRule = {
  id: "out.schema-version",
  severity: "error",
  why: "The payload is not of the current schema",
  hint: SEND,
  finds: (payload) => {
    const parts = partsOf(payload);
    return parts !== undefined && parts.version !== payload.schema.version;
  },
  examples: payloads([{}, { schema: 2 }, { schema: "1" }], [{ schema: 1 }]),
};
