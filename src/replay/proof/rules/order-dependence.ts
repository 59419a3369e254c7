import type { Body } from "../../../metrics/path.ts";
import type { SealedRule } from "../rule.ts";

export const orderDependence: SealedRule = {
  id: "flow.order-dependence",
  severity: "error",
  why: "An order that means nothing changed what is sent",
  hint: "Find what reads it",
  examples: {
    finds: [firstKind],
    passes: [() => (body) => String(body["kind"])],
  },
};

/** What came first in a run. */
function firstKind(): (body: Body) => string {
  let first: string | undefined;
  return (body) => (first ??= String(body["kind"]));
}
