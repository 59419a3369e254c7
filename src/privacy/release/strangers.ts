import type { JudgingRule } from "../rule.ts";
import type { Keys } from "./widening.ts";

/** A schema as far as a server compares it: signal, then its buckets. */
export type Buckets = ReadonlyMap<string, readonly string[]>;

/** What a client sends, and what a server takes. */
export interface Pairing {
  readonly client: Buckets;
  readonly server: Buckets;
}

/** A rule about two schemas that must go together (`privacy-rules.md` 7, `compat.*`). */
export type CompatRule = JudgingRule<Pairing>;

/** The signals of one schema that another does not have, and the buckets of those that it has. */
export function strangers(these: Buckets, those: Buckets): Keys[] {
  return [...these].flatMap(([signal, buckets]): Keys[] => {
    const known = those.get(signal);
    if (known === undefined) return [[signal]];
    return buckets.filter((bucket) => !known.includes(bucket)).map((bucket) => [signal, bucket]);
  });
}
