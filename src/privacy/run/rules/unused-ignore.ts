import type { JudgingRule } from "../../rule.ts";

export const unusedIgnore: JudgingRule<{ readonly matches: number }> = {
  id: "sup.unused-ignore",
  severity: "warning",
  why: "The ignore matched nothing in this run, and hides the next leak",
  hint: "Remove it",
  finds: ({ matches }) => matches === 0,
  examples: {
    finds: [{ matches: 0 }],
    passes: [{ matches: 1 }],
  },
};
