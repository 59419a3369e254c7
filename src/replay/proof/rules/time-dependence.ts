import type { SealedRule } from "../rule.ts";

export const timeDependence: SealedRule = {
  id: "flow.time-dependence",
  severity: "error",
  why: "A time within the period changed what is sent",
  hint: "Find what reads it",
  examples: {
    finds: [() => (body) => String(body["ts"]).slice(11, 13)],
    passes: [() => () => "one"],
  },
};
