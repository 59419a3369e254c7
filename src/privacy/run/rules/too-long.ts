import type { TermsRule } from "../rule.ts";

export const tooLong: TermsRule = {
  id: "sup.too-long",
  severity: "error",
  why: "The exception lasts more than 180 days, and nobody would look again",
  hint: "Choose a nearer day",
  finds: ({ expires, today }) => Date.parse(expires) - Date.parse(today) > MAX_DAYS * 86_400_000,
  examples: {
    finds: [{ reason: "random", expires: "2026-11-29", today: "2026-06-01" }],
    passes: [{ reason: "random", expires: "2026-11-28", today: "2026-06-01" }],
  },
};

const MAX_DAYS = 180;
