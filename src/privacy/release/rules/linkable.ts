import type { Rule } from "../../rule.ts";

export const linkable: Rule = {
  id: "agg.linkable",
  severity: "warning",
  why: "The uploads of two periods can be linked to one installation",
  hint: "Count in coarser buckets, or send signals apart",
};
