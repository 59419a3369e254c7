import type { FlowRule } from "../rule.ts";

export const timeDependence: FlowRule = {
  id: "flow.time-dependence",
  severity: "error",
  why: "A time within the period changed what is sent",
  hint: "Find what reads it",
};
