import type { FlowRule } from "../rule.ts";

export const orderDependence: FlowRule = {
  id: "flow.order-dependence",
  severity: "error",
  why: "An order that means nothing changed what is sent",
  hint: "Find what reads it",
};
