import type { Rule } from "../../rule.ts";

export const unknownRule: Rule = {
  id: "sup.unknown-rule",
  severity: "error",
  why: "The ignore names no rule",
  hint: "Correct the name",
};
