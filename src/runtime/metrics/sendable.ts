import { isRecord } from "../../event/value.ts";
import type { Metrics } from "../../metrics/signal.ts";
import { add, type Tally } from "../../metrics/tally.ts";
import { canonicalText } from "../../privacy/release/canonical.ts";
import { judgePayload } from "../../privacy/release/judge-payload.ts";
import { namedCells } from "../../privacy/release/named-cells.ts";
import { periodOf } from "../../privacy/release/period.ts";
import { schemaOfVersion } from "../../privacy/release/schema-of-version.ts";
import type { Promised } from "../../privacy/release/upload-schema.ts";
import { type Batch, countsOf } from "./batch.ts";

/** What this version of the application may send: what it declares, and what was agreed to. */
export interface Agreed extends Promised {
  readonly metrics: Promised["metrics"] & Pick<Metrics, "policy">;
}

/** What may be done with a batch here and now. */
export type Sendable =
  | {
      readonly may: "go";
      /** The bytes that are sent: the one form they may have (`privacy-rules.md` 4). */
      readonly body: string;
      readonly schema: number;
      /** Cells left out because nothing names them any more, by rule. */
      readonly refused: ReadonlyMap<string, number>;
    }
  /** A later version of the application counted it, or its period has not begun: it is left alone. */
  | { readonly may: "stay" }
  /** Nothing that is named is in it. */
  | { readonly may: "never" };

/**
 * Judges a batch as the collector will, cell by cell, and says the bytes that are sent. Only what
 * the config names goes into them, for anybody can write into a home directory.
 */
export function sendable(batch: Batch, config: Agreed, now: number): Sendable {
  const { counts, period, schema: version, ...dimensions } = batch.payload;
  if (typeof version !== "number" || !isRecord(counts)) return { may: "never" };
  const schema = schemaOfVersion(config, version);
  if (schema === undefined || batch.policy > config.metrics.policy) return { may: "stay" };
  const { cells, refused } = namedCells(counts, schema);
  const named: Tally = new Map();
  for (const { signal, bucket, count } of cells) add(named, signal, bucket, count);
  const isMember = ([name, value]: readonly [string, unknown]): boolean =>
    schema.dimensions.get(name)?.(value) === true;
  const body = canonicalText({
    ...Object.fromEntries(Object.entries(dimensions).filter(isMember)),
    counts: countsOf(named),
    period,
    schema: version,
  });
  if (cells.length === 0 || judgePayload(body, schema).length > 0) return { may: "never" };
  const today = new Date(now).toISOString().slice(0, 10);
  // A clock that was ahead has counted it: no collector takes it yet.
  const isAhead = String(period) > periodOf(today, schema.period);
  return isAhead ? { may: "stay" } : { may: "go", body, schema: version, refused };
}
