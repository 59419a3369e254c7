import { CHANGE } from "../../hints.ts";
import { driftOf, type DriftRule } from "../drift.ts";

export const disappeared: DriftRule = {
  id: "diff.disappeared",
  severity: "warning",
  why: "A cell is counted by the old build alone",
  hint: CHANGE,
  finds: ({ before, after }) => driftOf(before, after).disappeared.length > 0,
  examples: {
    finds: [{ before: new Map([["turns", 1]]), after: new Map() }],
    passes: [{ before: new Map([["turns", 1]]), after: new Map([["turns", 2]]) }],
  },
};
