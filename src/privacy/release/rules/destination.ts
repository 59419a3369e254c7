import type { Rule } from "../../rule.ts";

export const destination: Rule = {
  id: "egress.destination",
  severity: "error",
  why: "A request went where none is declared",
  hint: "Send only where and how it is declared",
};
