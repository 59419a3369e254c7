import type { Rule } from "../../rule.ts";

export const uniqueVector: Rule = {
  id: "agg.unique-vector",
  severity: "warning",
  why: "What an installation uploads is unlike all others, and so names it",
  hint: "Count in coarser buckets, or send signals apart",
};
