import { SEND } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const unknownSignal: Rule = {
  id: "out.unknown-signal",
  severity: "error",
  why: "A signal outside the schema would leave",
  hint: SEND,
};
