import type { SealedRule } from "../rule.ts";

export const lengthChannel: SealedRule = {
  id: "flow.length-channel",
  severity: "error",
  why: "The length of what must not count changed what is sent",
  hint: "Find what reads it",
  examples: {
    finds: [() => (body) => String(String(body["tab"]).length)],
    passes: [() => () => "one"],
  },
};
