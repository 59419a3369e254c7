import type { JudgingRule } from "../../rule.ts";

/** Counted among `flow.*`: how much can flow out at all (`privacy-rules.md` 6.4). */
export const capacity: JudgingRule<Capability> = {
  id: "flow.capacity",
  severity: "error",
  why: "One installation can say more in one period than max_capacity_bits allows",
  hint: "Give the signals a lower max, or fewer buckets",
  finds: ({ bits, budget }) => bits === null || bits > budget,
  examples: {
    finds: [
      { bits: 31, budget: 16 },
      { bits: null, budget: 16 },
    ],
    passes: [{ bits: 16, budget: 16 }],
  },
};

/** What one installation can say in a period, and what it may; null where nothing bounds it. */
interface Capability {
  readonly bits: number | null;
  readonly budget: number;
}
