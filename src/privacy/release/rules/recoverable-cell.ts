import type { Rule } from "../../rule.ts";

export const recoverableCell: Rule = {
  id: "agg.recoverable-cell",
  severity: "error",
  why: "The published totals give a hidden cell back",
  hint: "Hide further cells, or publish fewer totals",
};
