import type { Rule } from "../../rule.ts";

export const tooLong: Rule = {
  id: "sup.too-long",
  severity: "error",
  why: "The exception lasts more than 180 days, and nobody would look again",
  hint: "Choose a nearer day",
};
