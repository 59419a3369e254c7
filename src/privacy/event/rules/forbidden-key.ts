import { DECLARE } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const forbiddenKey: Rule = {
  id: "key.forbidden-key",
  severity: "error",
  why: "The name promises a person, a place, a text or a credential",
  hint: DECLARE,
};
