import { SEND } from "../../hints.ts";
import { canonicalText } from "../canonical.ts";
import { type PayloadRule, payloads } from "../payload-parts.ts";

export const nonCanonical: PayloadRule = {
  id: "out.non-canonical",
  severity: "error",
  why: "Order, spacing and spelling of the bytes can carry what the counts do not",
  hint: SEND,
  finds: ({ text, value }) =>
    text !== undefined && (value === undefined || canonicalText(value) !== text),
  examples: payloads([{ schema: 1, counts: {} }], [{ counts: {}, schema: 1 }]),
};
