import { CHANGE } from "../../hints.ts";
import { driftOf, type DriftRule } from "../drift.ts";

export const countsDrift: DriftRule = {
  id: "diff.counts-drift",
  severity: "warning",
  why: "A count differs between two builds on the same logs",
  hint: CHANGE,
  finds: ({ before, after, tolerance }) => driftOf(before, after, tolerance).drifted.length > 0,
  examples: {
    finds: [{ before: new Map([["turns", 10]]), after: new Map([["turns", 11]]) }],
    passes: [
      { before: new Map([["turns", 10]]), after: new Map([["turns", 10]]) },
      { before: new Map([["turns", 10]]), after: new Map([["turns", 11]]), tolerance: 0.1 },
    ],
  },
};
