import type { Rule } from "../../rule.ts";

export const periodTooFine: Rule = {
  id: "time.period-too-fine",
  severity: "error",
  why: "The period is finer than declared",
  hint: "Send the declared period",
};
