import { type Increment, overCap } from "../cells.ts";
import type { JudgingRule } from "../../rule.ts";

const TURN: Increment = { who: "a", period: "2026-W05", signal: "turns" };

export const contributionCap: JudgingRule<{
  readonly increments: readonly Increment[];
  readonly cap: number;
}> = {
  id: "agg.contribution-cap",
  severity: "error",
  why: "One installation adds more than its cap to a signal",
  hint: "Stop counting at the cap",
  finds: ({ increments, cap }) => overCap(increments, cap).length > 0,
  examples: {
    finds: [{ increments: [TURN, TURN], cap: 1 }],
    passes: [{ increments: [TURN, TURN], cap: 2 }],
  },
};
