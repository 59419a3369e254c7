import type { Rule } from "../../rule.ts";

export const undeclaredRequest: Rule = {
  id: "egress.undeclared-request",
  severity: "error",
  why: "A request besides the declared ones tells that somebody is there",
  hint: "Send nothing else",
};
