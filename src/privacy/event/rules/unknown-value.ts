import { CLOSE } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const unknownValue: Rule = {
  id: "event.unknown-value",
  severity: "error",
  why: "The text is outside its closed list or pattern, so that nothing bounds it",
  hint: CLOSE,
};
