import { CHANGE } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const countsDrift: Rule = {
  id: "diff.counts-drift",
  severity: "warning",
  why: "A count differs between two builds on the same logs",
  hint: CHANGE,
};
