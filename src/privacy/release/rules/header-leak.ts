import type { Rule } from "../../rule.ts";

export const headerLeak: Rule = {
  id: "egress.header-leak",
  severity: "error",
  why: "An undeclared header can carry what the body may not",
  hint: "Send the fixed headers alone",
};
