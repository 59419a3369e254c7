import { GRANT } from "../../hints.ts";
import { type ConsentRule, countings } from "../counting.ts";

export const notGiven: ConsentRule = {
  id: "consent.not-given",
  severity: "error",
  why: "Something was counted without consent",
  hint: GRANT,
  finds: ({ counted, grant: { state, on } }) =>
    counted > 0 && (state !== "granted" || on === undefined),
  examples: countings(
    [
      { grant: { state: undefined, on: undefined } },
      { grant: { state: "revoked", on: "2026-01-05" } },
      { grant: { state: "granted", on: undefined } },
    ],
    [{}, { grant: { state: "denied", on: undefined }, counted: 0 }],
  ),
};
