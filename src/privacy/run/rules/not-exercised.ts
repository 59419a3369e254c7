import type { JudgingRule } from "../../rule.ts";

export const notExercised: JudgingRule<{ readonly times: number }> = {
  id: "input.not-exercised",
  severity: "note",
  why: "No log reaches what is declared, so it was not checked",
  hint: "Replay a log that does",
  finds: ({ times }) => times === 0,
  examples: {
    finds: [{ times: 0 }],
    passes: [{ times: 1 }],
  },
};
