import { differing } from "../cells.ts";
import type { JudgingRule } from "../../rule.ts";

export const differencing: JudgingRule<Releases> = {
  id: "agg.differencing",
  severity: "error",
  why: "Two releases differ by so few that the difference says something of each",
  hint: "Release disjoint periods, and never restate one",
  finds: ({ before, after, minCount }) => differing(before, after, minCount).length > 0,
  examples: {
    finds: [{ before: new Map([["a", 12]]), after: new Map([["a", 13]]), minCount: 5 }],
    passes: [{ before: new Map([["a", 12]]), after: new Map([["a", 17]]), minCount: 5 }],
  },
};

/** Two releases that nest or overlap: counts by cell. */
interface Releases {
  readonly before: ReadonlyMap<string, number>;
  readonly after: ReadonlyMap<string, number>;
  readonly minCount: number;
}
