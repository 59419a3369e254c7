import { type ConsentRule, countings } from "../counting.ts";

export const doNotTrack: ConsentRule = {
  id: "consent.do-not-track",
  severity: "error",
  why: "Something was counted against an opt-out",
  hint: "Count nothing where DO_NOT_TRACK asks for it",
  finds: (counting) => counting.counted > 0 && isRefusal(counting.doNotTrack),
  examples: countings(
    [{ doNotTrack: "1" }, { doNotTrack: "flase" }],
    [{ doNotTrack: "" }, { doNotTrack: "OFF" }, { doNotTrack: "1", counted: 0 }],
  ),
};

/** Any value but these is a refusal: none is read from a misspelt one. */
function isRefusal(said: string | undefined): boolean {
  return !["", "0", "false", "no", "off"].includes((said ?? "").toLowerCase());
}
