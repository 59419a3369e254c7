import type { DefinitionRule } from "../definition.ts";

export const tooManyBuckets: DefinitionRule = {
  id: "def.too-many-buckets",
  severity: "error",
  why: "There are more buckets than can hide anyone",
  hint: "Join some",
  finds: ({ definition: { buckets = [], edges = [] } }) =>
    Math.max(buckets.length, edges.length) > MAX_BUCKETS,
  examples: {
    finds: [{ definition: { name: "tool", buckets: numbered(101) }, policy: {} }],
    passes: [{ definition: { name: "tool", buckets: numbered(100) }, policy: {} }],
  },
};

/** Chromium's guidance for enumerations. */
const MAX_BUCKETS = 100;

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `bucket_${index}`);
}
