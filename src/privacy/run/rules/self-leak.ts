import type { JudgingRule } from "../../rule.ts";
import { createMarks, repeats } from "../../self-leak.ts";

export const selfLeak: JudgingRule<{ readonly report: string; readonly found: string }> = {
  id: "report.self-leak",
  severity: "error",
  why: "The report would repeat a value from a log",
  hint: "Report this, for it is a fault of the tool",
  finds: ({ report, found }) => {
    const { add, marks } = createMarks("");
    add("pii.email", { found }, "found");
    return repeats(report, marks, "");
  },
  examples: {
    finds: [{ report: "sent to jane@example.com", found: "jane@example.com" }],
    passes: [
      { report: "sent to *", found: "jane@example.com" },
      { report: "as is", found: "is" },
    ],
  },
};
