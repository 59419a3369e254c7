import { concerns, parseFaultRule, type FaultRule } from "./fault-rule.ts";

/** What to do to one request on purpose. */
export type Fault = Pick<FaultRule, "outcome" | "retryAfter">;

/** A connection that broke before the answer. */
export class BrokenConnection extends TypeError {
  override readonly name = "BrokenConnection";
}

/**
 * Draws the fault of each request: the first rule that is about it and hits. The same seed and the
 * same requests in the same order meet the same faults. Throws `usage` for a rule that cannot be read.
 */
export function faultsOf(
  rules: readonly string[],
  seed: number,
): (request: Request) => Fault | undefined {
  const parsed = rules.map((text, index) => ({
    rule: parseFaultRule(text),
    chance: chances(seed + index),
  }));
  const hits = parsed.map(() => 0);
  return (request) => {
    const index = parsed.findIndex(
      ({ rule, chance }, at) =>
        concerns(rule, request) && (hits[at] ?? 0) < rule.times && chance() < rule.share,
    );
    if (index === -1) return undefined;
    hits[index] = (hits[index] ?? 0) + 1;
    return parsed[index]?.rule;
  };
}

/** Numbers in [0, 1) that look like chance and are the same for the same seed (mulberry32). */
function chances(seed: number): () => number {
  let held = seed;
  return () => {
    held = (held + 0x6d2b79f5) | 0;
    let mixed = Math.imul(held ^ (held >>> 15), held | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
