import type { PayloadSchema } from "./payload-schema.ts";
import { type Promised, uploadSchema } from "./upload-schema.ts";

/**
 * The schema by which client and collector judge a payload of a schema version, cell by cell: what
 * is declared now and, for an earlier version, the buckets that were retired since. Undefined for
 * a later version, of which nobody here knows what it declares.
 */
export function schemaOfVersion(config: Promised, version: number): PayloadSchema | undefined {
  const current = uploadSchema(config);
  if (version === current.version) return current;
  if (version > current.version) return undefined;
  const retired = new Map(config.metrics.signals.map((signal) => [signal.name, signal.retired]));
  const signals = [...current.signals].map(([name, signal]) => {
    const buckets = [...new Set([...signal.buckets, ...(retired.get(name) ?? [])])];
    return [name, { ...signal, buckets }] as const;
  });
  return { ...current, version, signals: new Map(signals) };
}
