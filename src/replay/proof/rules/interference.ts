import type { SealedRule } from "../rule.ts";

export const interference: SealedRule = {
  id: "flow.interference",
  severity: "error",
  why: "What must not count changed what is sent",
  hint: "Find what reads it",
  examples: {
    finds: [
      () => (body) => String(body["tab"]),
      () => (body) => String(Object.hasOwn(body, "tab")),
    ],
    passes: [() => () => "one"],
  },
};
