import type { TermsRule } from "../rule.ts";

export const expiredIgnore: TermsRule = {
  id: "sup.expired-ignore",
  severity: "error",
  why: "The exception is past its last day",
  hint: "Mend what it hides, or look again and move the day",
  finds: ({ expires, today }) => expires < today,
  examples: {
    finds: [{ reason: "random", expires: "2026-05-31", today: "2026-06-01" }],
    passes: [{ reason: "random", expires: "2026-06-01", today: "2026-06-01" }],
  },
};
