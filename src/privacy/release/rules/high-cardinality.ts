import { STOP } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const highCardinality: Rule = {
  id: "link.high-cardinality",
  severity: "warning",
  why: "The property has too many values to be a class",
  hint: STOP,
};
