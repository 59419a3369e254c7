import { CHANGE } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const appeared: Rule = {
  id: "diff.appeared",
  severity: "warning",
  why: "A cell is counted by the new build alone",
  hint: CHANGE,
};
