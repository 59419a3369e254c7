import { SEND } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const schemaVersion: Rule = {
  id: "out.schema-version",
  severity: "error",
  why: "The payload is not of the current schema",
  hint: SEND,
};
