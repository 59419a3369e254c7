import type { Rule } from "../../rule.ts";

export const rawNumber: Rule = {
  id: "event.raw-number",
  severity: "error",
  why: "The number is not one that its kind allows, and tells more than a class",
  hint: "Send the class that the kind allows, such as the power of two below it",
};
