import type { FlowRule } from "../rule.ts";

export const nondeterminism: FlowRule = {
  id: "flow.nondeterminism",
  severity: "error",
  why: "Two runs over the same events sent different bytes",
  hint: "Find what reads it",
};
