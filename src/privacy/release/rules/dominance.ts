import { dominance as dominanceOf } from "../cells.ts";
import { COARSER } from "../../hints.ts";
import type { JudgingRule } from "../../rule.ts";

export const dominance: JudgingRule<readonly number[]> = {
  id: "agg.dominance",
  severity: "warning",
  why: "Few contributors hold nearly all of a cell, which says what they did",
  hint: COARSER,
  finds: (contributions) => {
    const { byShare, byRest } = dominanceOf(contributions);
    return byShare || byRest;
  },
  examples: {
    finds: [
      [100, 1, 1, 1],
      [50, 50],
      [50, 50, 1],
    ],
    passes: [[10, 10, 10, 10, 10], []],
  },
};
