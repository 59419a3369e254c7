import { COARSER } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const dominance: Rule = {
  id: "agg.dominance",
  severity: "warning",
  why: "Few contributors hold nearly all of a cell, which says what they did",
  hint: COARSER,
};
