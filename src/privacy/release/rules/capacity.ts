import type { Rule } from "../../rule.ts";

/** Counted among `flow.*`: how much can flow out at all (`privacy-rules.md` 6.4). */
export const capacity: Rule = {
  id: "flow.capacity",
  severity: "error",
  why: "One installation can say more in one period than max_capacity_bits allows",
  hint: "Give the signals a lower max, or fewer buckets",
};
