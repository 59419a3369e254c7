import { DECLARE } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const unknownProperty: Rule = {
  id: "event.unknown-property",
  severity: "error",
  why: "The property is not declared, so that nobody has agreed to it",
  hint: DECLARE,
};
