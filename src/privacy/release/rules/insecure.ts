import type { Rule } from "../../rule.ts";

export const insecure: Rule = {
  id: "egress.insecure",
  severity: "error",
  why: "A request was not encrypted, so that others could read it",
  hint: "Use https",
};
