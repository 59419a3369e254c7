import { scanText } from "../../text/scan.ts";
import type { DefinitionRule } from "../definition.ts";

export const badLabel: DefinitionRule = {
  id: "def.bad-label",
  severity: "error",
  why: "A name is not short, plain and unlike its neighbours, and may be data",
  hint: "Rename it: a few words of a-z and 0-9 joined by _",
  finds: ({ definition: { name, buckets } }) =>
    !isLabel(name) || (buckets !== undefined && hasBadBuckets(buckets)),
  examples: {
    finds: [
      { definition: { name: "Cache Hit" }, policy: {} },
      { definition: { name: "reason", buckets: [] }, policy: {} },
      { definition: { name: "reason", buckets: ["too_1ong", "too_long"] }, policy: {} },
      { definition: { name: "a_name_of_words" }, policy: {} },
    ],
    passes: [
      { definition: { name: "finish_reason", buckets: ["stop", "tool_calls"] }, policy: {} },
    ],
  },
};

function hasBadBuckets(buckets: readonly string[]): boolean {
  const folded = new Set(buckets.map(fold));
  return buckets.length === 0 || folded.size < buckets.length || !buckets.every(isLabel);
}

/** A short name in plain letters that no string rule takes for data. */
function isLabel(name: string): boolean {
  const words = name.split("_").filter((word) => word !== "");
  return /^[a-z0-9_]{1,32}$/.test(name) && words.length <= 3 && scanText(name).length === 0;
}

/** What cannot be told apart at a glance becomes equal. */
function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_.-]/g, "")
    .replace(/0/g, "o")
    .replace(/[1l]/g, "i");
}
