import type { Rule } from "../../rule.ts";

export const unusedIgnore: Rule = {
  id: "sup.unused-ignore",
  severity: "warning",
  why: "The ignore matched nothing in this run, and hides the next leak",
  hint: "Remove it",
};
