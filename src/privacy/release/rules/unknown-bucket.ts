import { SEND } from "../../hints.ts";
import { type PayloadRule, knownRowsOf, payloads } from "../payload-parts.ts";

export const unknownBucket: PayloadRule = {
  id: "out.unknown-bucket",
  severity: "error",
  why: "A bucket outside the schema would leave",
  hint: SEND,
  finds: (payload) =>
    knownRowsOf(payload).some(({ signal, cells }) =>
      cells.some(([bucket]) => !signal.buckets.includes(bucket)),
    ),
  examples: payloads(
    [{ counts: { turns: { tiny: 1 } } }, { counts: { turns: { constructor: 1 } } }],
    [{ counts: { turns: { short: 1 } }, period: "2026-W05", schema: 1 }],
  ),
};
