import { brokenRules } from "../rule.ts";
import { compatRules } from "./rules.ts";
import { schemaOfVersion } from "./schema-of-version.ts";
import { type Promised, uploadSchema } from "./upload-schema.ts";
import { type Buckets, strangers } from "./strangers.ts";
import type { Keys } from "./widening.ts";

/**
 * Whether a server takes what a client sends, sorted (`privacy-rules.md` 7): it would refuse a cell
 * that it does not know; that it knows more is only a note. Compared byte for byte.
 */
export function judgeCompatibility(client: Buckets, server: Buckets): string[] {
  return brokenRules(compatRules, { client, server });
}

/** Something that only one of two configs declares, by the keys that lead to it. */
export interface Mismatch {
  readonly rule: "compat.server-rejects" | "compat.server-ahead";
  readonly keys: Keys;
}

/**
 * What a collector with one config would refuse of clients with another, and what it knows besides.
 * It judges as it would a batch: of an earlier schema also by the buckets that it retired since, of
 * a later one not at all.
 */
export function mismatches(client: Promised, server: Promised): Mismatch[] {
  const own = uploadSchema(client);
  const theirs = schemaOfVersion(server, own.version);
  if (theirs === undefined) return [rejects("metrics", "schema")];
  const [said, known] = [bucketsIn(own), bucketsIn(theirs)];
  const dimensions = [...own.dimensions.keys(), ...theirs.dimensions.keys()];
  const isOther = dimensions.some(
    (name) => !own.dimensions.has(name) || !theirs.dimensions.has(name),
  );
  return [
    ...(own.period === theirs.period ? [] : [rejects("metrics", "period")]),
    ...(isOther ? [rejects("metrics", "dimensions")] : []),
    ...strangers(said, known).map((keys) => rejects("metrics", "signals", ...keys)),
    ...strangers(known, said).map((keys): Mismatch => ({
      rule: "compat.server-ahead",
      keys: ["metrics", "signals", ...keys],
    })),
  ];
}

const rejects = (...keys: Keys): Mismatch => ({ rule: "compat.server-rejects", keys });

const bucketsIn = ({ signals }: ReturnType<typeof uploadSchema>): Buckets =>
  new Map([...signals].map(([name, { buckets }]) => [name, buckets]));
