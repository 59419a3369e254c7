import type { DefinitionRule } from "../definition.ts";

export const openLabel: DefinitionRule = {
  id: "def.open-label",
  severity: "error",
  why: "The label is copied from the event without a closed list of buckets and an other",
  hint: "List the buckets, and name the one for all the rest",
  finds: ({ definition }) => definition.isOpen === true,
  examples: {
    finds: [{ definition: { name: "finish_reason", isOpen: true }, policy: {} }],
    passes: [{ definition: { name: "finish_reason", buckets: ["stop", "other"] }, policy: {} }],
  },
};
