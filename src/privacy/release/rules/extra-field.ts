import { SEND } from "../../hints.ts";
import { type PayloadRule, partsOf, payloads } from "../payload-parts.ts";

export const extraField: PayloadRule = {
  id: "out.extra-field",
  severity: "error",
  why: "A field outside the schema would leave",
  hint: SEND,
  finds: (payload) => {
    if (payload.value === undefined) return false;
    const others = partsOf(payload)?.others;
    if (others === undefined) return true;
    return others.some(
      ({ value, isMember }) => isMember === undefined || (!isMember && typeof value !== "string"),
    );
  },
  examples: payloads(
    [{ note: 1 }, [], { os: 3 }],
    [{ counts: { turns: { short: 1 } }, period: "2026-W05", schema: 1 }, { os: "linux" }],
  ),
};
