import { LOG } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const truncated: Rule = {
  id: "input.truncated",
  severity: "warning",
  why: "The compressed log ends early, so what came after was not checked",
  hint: LOG,
};
