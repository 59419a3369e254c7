import type { Rule } from "../../rule.ts";

export const notAllowed: Rule = {
  id: "sup.not-allowed",
  severity: "error",
  why: "The rule is the proof itself and cannot be ignored",
  hint: "Mend what it found",
};
