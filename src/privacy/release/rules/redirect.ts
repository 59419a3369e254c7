import type { Rule } from "../../rule.ts";

export const redirect: Rule = {
  id: "egress.redirect",
  severity: "error",
  why: "A redirect was followed to where none is declared",
  hint: "Declare the address that answers, and follow none",
};
