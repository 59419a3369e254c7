import { SEND } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const nonCanonical: Rule = {
  id: "out.non-canonical",
  severity: "error",
  why: "Order, spacing and spelling of the bytes can carry what the counts do not",
  hint: SEND,
};
