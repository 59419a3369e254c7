import { DECLARE } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const unknownEvent: Rule = {
  id: "event.unknown-event",
  severity: "error",
  why: "The event is not declared, so that nobody has agreed to it",
  hint: DECLARE,
};
