import { SEND } from "../../hints.ts";
import type { SignalSchema } from "../payload-schema.ts";
import { type PayloadRule, knownRowsOf, payloads } from "../payload-parts.ts";

export const outOfRange: PayloadRule = {
  id: "out.out-of-range",
  severity: "error",
  why: "A count out of its range can carry more than a count",
  hint: SEND,
  finds: (payload) =>
    knownRowsOf(payload).some(({ signal, cells }) => {
      const counts = cells.map(([, count]) => count).filter((count) => typeof count === "number");
      if (signal.kind === "one-of" && cells.length > 1) return true;
      return counts.some((count) => !isFraction(count) && (count < 1 || count > mostOf(signal)));
    }),
  examples: payloads(
    [
      { counts: { turns: { short: 0 } } },
      { counts: { turns: { short: 101 } } },
      { counts: { outcome: { won: 2 } } },
      { counts: { outcome: { won: 1, lost: 1 } } },
    ],
    [{ counts: { turns: { short: 100 }, outcome: { won: 1 } } }],
  ),
};

/** A fraction is another rule's. */
const isFraction = (count: number): boolean => Number.isFinite(count) && !Number.isInteger(count);

function mostOf({ kind, max = Number.MAX_SAFE_INTEGER }: SignalSchema): number {
  return kind === "one-of" ? 1 : Math.min(max, Number.MAX_SAFE_INTEGER);
}
