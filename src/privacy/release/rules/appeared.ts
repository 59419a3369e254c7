import { CHANGE } from "../../hints.ts";
import { driftOf, type DriftRule } from "../drift.ts";

export const appeared: DriftRule = {
  id: "diff.appeared",
  severity: "warning",
  why: "A cell is counted by the new build alone",
  hint: CHANGE,
  finds: ({ before, after }) => driftOf(before, after).appeared.length > 0,
  examples: {
    finds: [{ before: new Map(), after: new Map([["turns", 1]]) }],
    passes: [{ before: new Map([["turns", 1]]), after: new Map([["turns", 2]]) }],
  },
};
