import { COARSER } from "../../hints.ts";
import type { JudgingRule } from "../../rule.ts";

export const smallCell: JudgingRule<{ readonly contributors: number; readonly minCount: number }> =
  {
    id: "agg.small-cell",
    severity: "warning",
    why: "A cell of few contributors says something of each",
    hint: COARSER,
    finds: ({ contributors, minCount }) => contributors > 0 && contributors < minCount,
    examples: {
      finds: [
        { contributors: 1, minCount: 5 },
        { contributors: 4, minCount: 5 },
      ],
      passes: [
        { contributors: 5, minCount: 5 },
        { contributors: 0, minCount: 5 },
      ],
    },
  };
