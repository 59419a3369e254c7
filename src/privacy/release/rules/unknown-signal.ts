import { SEND } from "../../hints.ts";
import { type PayloadRule, payloads, rowsOf } from "../payload-parts.ts";

export const unknownSignal: PayloadRule = {
  id: "out.unknown-signal",
  severity: "error",
  why: "A signal outside the schema would leave",
  hint: SEND,
  finds: (payload) => rowsOf(payload).some(({ signal }) => signal === undefined),
  examples: payloads(
    [{ counts: { hours: { a: 1 } } }, { counts: { tоtal: {} } }],
    [{ counts: { turns: { short: 1 } }, period: "2026-W05", schema: 1 }],
  ),
};
