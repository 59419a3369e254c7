import { SEND } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const extraField: Rule = {
  id: "out.extra-field",
  severity: "error",
  why: "A field outside the schema would leave",
  hint: SEND,
};
