import { LOG } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const oversized: Rule = {
  id: "input.oversized",
  severity: "warning",
  why: "The line is longer than 1,048,576 bytes, so it was not checked",
  hint: LOG,
};
