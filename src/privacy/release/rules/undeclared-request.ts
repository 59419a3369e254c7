import type { JudgingRule } from "../../rule.ts";

export const undeclaredRequest: JudgingRule<{ readonly declared: number; readonly made: number }> =
  {
    id: "egress.undeclared-request",
    severity: "error",
    why: "A request besides the declared ones tells that somebody is there",
    hint: "Send nothing else",
    finds: ({ declared, made }) => made > declared,
    examples: {
      finds: [{ declared: 0, made: 1 }],
      passes: [
        { declared: 1, made: 1 },
        { declared: 1, made: 0 },
      ],
    },
  };
