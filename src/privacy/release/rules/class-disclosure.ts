import { disclosesClass } from "../cells.ts";
import { COARSER } from "../../hints.ts";
import type { JudgingRule } from "../../rule.ts";

export const classDisclosure: JudgingRule<{
  readonly buckets: readonly number[];
  readonly minCount: number;
}> = {
  id: "agg.class-disclosure",
  severity: "note",
  why: "All of a group share a bucket, so that being in the group tells the value",
  hint: COARSER,
  finds: ({ buckets, minCount }) => disclosesClass(buckets, minCount),
  examples: {
    finds: [{ buckets: [7, 0, 0], minCount: 5 }],
    passes: [
      { buckets: [7, 1], minCount: 5 },
      { buckets: [4, 0], minCount: 5 },
    ],
  },
};
