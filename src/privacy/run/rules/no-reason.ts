import type { TermsRule } from "../rule.ts";

export const noReason: TermsRule = {
  id: "sup.no-reason",
  severity: "error",
  why: "The exception gives no reason",
  hint: "Say why",
  finds: ({ reason }) => /^(?:todo|tbd)?$/i.test(reason.trim()),
  examples: {
    finds: [
      { reason: " ", expires: "2026-06-01", today: "2026-06-01" },
      { reason: "TBD", expires: "2026-06-01", today: "2026-06-01" },
    ],
    passes: [{ reason: "random", expires: "2026-06-01", today: "2026-06-01" }],
  },
};
