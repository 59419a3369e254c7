import { GRANT } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const notGiven: Rule = {
  id: "consent.not-given",
  severity: "error",
  why: "Something was counted without consent",
  hint: GRANT,
};
