import { SEND } from "../../hints.ts";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { type PayloadRule, knownRowsOf, payloads } from "../payload-parts.ts";

export const sizeCap: PayloadRule = {
  id: "out.size-cap",
  severity: "error",
  why: "More cells or bytes than declared would leave",
  hint: SEND,
  finds: (payload) => {
    const { text = "", schema } = payload;
    const cells = knownRowsOf(payload).reduce((sum, row) => sum + row.cells.length, 0);
    const { maxBytes = Infinity, maxCells = Infinity } = schema;
    return utf8ToBytes(text).length > maxBytes || cells > maxCells;
  },
  examples: payloads(
    [{ counts: { turns: { short: 1, long: 1 }, outcome: { won: 1 } } }, { note: "x".repeat(200) }],
    [{ counts: { turns: { short: 1 } }, period: "2026-W05", schema: 1 }],
  ),
};
