import { CHANGE } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const disappeared: Rule = {
  id: "diff.disappeared",
  severity: "warning",
  why: "A cell is counted by the old build alone",
  hint: CHANGE,
};
