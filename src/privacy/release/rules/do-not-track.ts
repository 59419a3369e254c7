import type { Rule } from "../../rule.ts";

export const doNotTrack: Rule = {
  id: "consent.do-not-track",
  severity: "error",
  why: "Something was counted against an opt-out",
  hint: "Count nothing where DO_NOT_TRACK asks for it",
};
