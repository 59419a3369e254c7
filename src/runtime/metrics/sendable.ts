import { isRecord } from "../../event/value.ts";
import type { Metrics } from "../../metrics/signal.ts";
import { add, type Tally } from "../../metrics/tally.ts";
import { canonicalText } from "../../privacy/release/canonical.ts";
import { judgePayload } from "../../privacy/release/judge-payload.ts";
import { namedCells } from "../../privacy/release/named-cells.ts";
import { periodOf, readPeriod } from "../../privacy/release/period.ts";
import { schemaOfVersion } from "../../privacy/release/schema-of-version.ts";
import type { Promised } from "../../privacy/release/upload-schema.ts";
import { isoDay } from "../clock.ts";
import { type Batch, countsOf } from "./batch.ts";
import { type ShareBook, withinShare } from "./share.ts";

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
  /** Its installation has said all that it may of this period. */
  | { readonly may: "spent" }
  /** Nothing that is named is in it. */
  | { readonly may: "never" };

/** By what a batch is judged. */
export interface Judgement {
  readonly config: Agreed;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly book: ShareBook;
}

/**
 * Judges a batch as the collector will, cell by cell, and says the bytes that are sent. Only what
 * the config names goes into them, for anybody can write into a home directory.
 */
export async function sendable(
  batch: Batch,
  id: string,
  { config, now, book }: Judgement,
): Promise<Sendable> {
  // Of what nobody here understands, nothing is written down either.
  if (isLater(batch, config) || isAhead(batch, config, now)) return { may: "stay" };
  const { signals } = config.metrics;
  const held = await withinShare(batch, id, { signals, book });
  return held === undefined ? { may: "spent" } : named(held, config);
}

function isLater({ policy, payload }: Batch, { metrics }: Agreed): boolean {
  const { schema } = payload;
  return policy > metrics.policy || (typeof schema === "number" && schema > metrics.schema);
}

/** Whether a clock that was ahead has counted it: no collector takes it yet. */
function isAhead({ payload }: Batch, { metrics }: Agreed, now: number): boolean {
  const isPeriod = readPeriod(payload["period"], metrics.period) === "right";
  return isPeriod && String(payload["period"]) > periodOf(isoDay(now), metrics.period);
}

function named({ payload }: Batch, config: Agreed): Sendable {
  const { counts, period, schema: version, ...dimensions } = payload;
  const schema = typeof version === "number" ? schemaOfVersion(config, version) : undefined;
  if (schema === undefined || !isRecord(counts)) return { may: "never" };
  const { cells, refused } = namedCells(counts, schema);
  const tally: Tally = new Map();
  for (const { signal, bucket, count } of cells) add(tally, signal, bucket, count);
  const isMember = ([name, value]: readonly [string, unknown]): boolean =>
    schema.dimensions.get(name)?.(value) === true;
  const body = canonicalText({
    ...Object.fromEntries(Object.entries(dimensions).filter(isMember)),
    counts: countsOf(tally),
    period,
    schema: version,
  });
  if (cells.length === 0 || judgePayload(body, schema).length > 0) return { may: "never" };
  return { may: "go", body, schema: schema.version, refused };
}
