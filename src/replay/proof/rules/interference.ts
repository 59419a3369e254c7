import type { FlowRule } from "../rule.ts";

export const interference: FlowRule = {
  id: "flow.interference",
  severity: "error",
  why: "What must not count changed what is sent",
  hint: "Find what reads it",
};
