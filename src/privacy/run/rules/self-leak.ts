import type { Rule } from "../../rule.ts";

export const selfLeak: Rule = {
  id: "report.self-leak",
  severity: "error",
  why: "The report would repeat a value from a log",
  hint: "Report this, for it is a fault of the tool",
};
