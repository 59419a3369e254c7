import { LOG } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const malformed: Rule = {
  id: "input.malformed",
  severity: "warning",
  why: "This cannot be read as an event, so it was not checked",
  hint: LOG,
};
