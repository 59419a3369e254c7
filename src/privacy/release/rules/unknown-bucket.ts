import { SEND } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const unknownBucket: Rule = {
  id: "out.unknown-bucket",
  severity: "error",
  why: "A bucket outside the schema would leave",
  hint: SEND,
};
