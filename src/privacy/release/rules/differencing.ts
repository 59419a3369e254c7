import type { Rule } from "../../rule.ts";

export const differencing: Rule = {
  id: "agg.differencing",
  severity: "error",
  why: "Two releases differ by so few that the difference says something of each",
  hint: "Release disjoint periods, and never restate one",
};
