import { COARSER } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const smallCell: Rule = {
  id: "agg.small-cell",
  severity: "warning",
  why: "A cell of few contributors says something of each",
  hint: COARSER,
};
