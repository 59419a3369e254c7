import { SEND } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const outOfRange: Rule = {
  id: "out.out-of-range",
  severity: "error",
  why: "A count out of its range can carry more than a count",
  hint: SEND,
};
