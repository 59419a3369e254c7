import { SEND } from "../../hints.ts";
import { isRecord } from "../../../event/value.ts";
import { type PayloadRule, knownRowsOf, partsOf, payloads } from "../payload-parts.ts";

export const notInteger: PayloadRule = {
  id: "out.not-integer",
  severity: "error",
  why: "A count that is no integer can carry more than a count",
  hint: SEND,
  finds: (payload) => {
    const counts = partsOf(payload)?.counts;
    if (counts !== undefined && !isRecord(counts)) return true;
    return knownRowsOf(payload).some(
      ({ held, cells }) => !isRecord(held) || cells.some(([, count]) => !isWhole(count)),
    );
  },
  examples: payloads(
    [
      { counts: { turns: { short: 1.5 } } },
      { counts: { turns: { short: true } } },
      { counts: { turns: 1 } },
      { counts: [] },
    ],
    [{ counts: { turns: { short: 1 } }, period: "2026-W05", schema: 1 }],
  ),
};

/** A number without an end is out of every range, and no fraction. */
const isWhole = (count: unknown): boolean =>
  typeof count === "number" && (Number.isInteger(count) || !Number.isFinite(count));
