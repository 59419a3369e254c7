import type { DefinitionRule } from "../definition.ts";

export const reusedLabel: DefinitionRule = {
  id: "def.reused-label",
  severity: "error",
  why: "A bucket was retired by an earlier schema, and old counts would be read as new ones",
  hint: "Take another name",
  finds: ({ definition: { buckets = [] }, policy: { retired = [] } }) =>
    buckets.some((bucket) => retired.includes(bucket)),
  examples: {
    finds: [
      { definition: { name: "reason", buckets: ["stop", "other"] }, policy: { retired: ["stop"] } },
    ],
    passes: [
      {
        definition: { name: "reason", buckets: ["stop", "other"] },
        policy: { retired: ["length"] },
      },
    ],
  },
};
