import { SEND } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const stringValue: Rule = {
  id: "out.string-value",
  severity: "error",
  why: "A text outside the schema would leave",
  hint: SEND,
};
