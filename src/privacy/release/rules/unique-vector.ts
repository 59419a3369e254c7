import { uniqueness, type Vector } from "../uploads.ts";
import type { JudgingRule } from "../../rule.ts";

export const uniqueVector: JudgingRule<{
  readonly uploads: readonly Vector[];
  readonly minCount: number;
}> = {
  id: "agg.unique-vector",
  severity: "warning",
  why: "What an installation uploads is unlike all others, and so names it",
  hint: "Count in coarser buckets, or send signals apart",
  finds: ({ uploads, minCount }) => uniqueness(uploads, minCount).smallShare >= SINGLED_OUT,
  examples: {
    finds: [{ uploads: [[1], [2], [3]], minCount: 2 }],
    passes: [
      { uploads: [[1], [1], [2], [2]], minCount: 2 },
      { uploads: [], minCount: 2 },
    ],
  },
};

/** The share of uploads in small classes from which they tell too much. */
const SINGLED_OUT = 0.2;
