import type { Rule } from "../../rule.ts";

export const expiredIgnore: Rule = {
  id: "sup.expired-ignore",
  severity: "error",
  why: "The exception is past its last day",
  hint: "Mend what it hides, or look again and move the day",
};
