import type { Rule } from "../../rule.ts";

export const noReason: Rule = {
  id: "sup.no-reason",
  severity: "error",
  why: "The exception gives no reason",
  hint: "Say why",
};
