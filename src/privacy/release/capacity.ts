import type { SignalSchema } from "./judge-payload.ts";

/**
 * An upper bound, in bits, for what one installation can say in one period
 * (`privacy-rules.md` 6.4): one of b buckets or none, or every bucket up to its cap.
 */
export function capacityBits(signals: Iterable<SignalSchema>): number {
  let bits = 0;
  for (const { kind, buckets, max = Number.MAX_SAFE_INTEGER } of signals)
    bits += kind === "one-of" ? Math.log2(buckets.length + 1) : buckets.length * Math.log2(max + 1);
  return bits;
}
