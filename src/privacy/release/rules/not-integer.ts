import { SEND } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const notInteger: Rule = {
  id: "out.not-integer",
  severity: "error",
  why: "A count that is no integer can carry more than a count",
  hint: SEND,
};
