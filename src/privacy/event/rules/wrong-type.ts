import { CLOSE } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const wrongType: Rule = {
  id: "event.wrong-type",
  severity: "error",
  why: "The value has another JSON type than declared, so that nothing bounds it",
  hint: CLOSE,
};
