import type { Rule } from "../../rule.ts";

export const contributionCap: Rule = {
  id: "agg.contribution-cap",
  severity: "error",
  why: "One installation adds more than its cap to a signal",
  hint: "Stop counting at the cap",
};
