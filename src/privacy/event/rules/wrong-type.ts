import { CLOSE } from "../../hints.ts";
import { type EventRule, sent } from "../rule.ts";

export const wrongType: EventRule = {
  id: "event.wrong-type",
  severity: "error",
  why: "The value has another JSON type than declared, so that nothing bounds it",
  hint: CLOSE,
  examples: {
    finds: [sent({ ready: "true" }), sent({ ready: null }), sent({ length_b2: { value: 8 } })],
    passes: [sent({ ready: true, note: "one" })],
  },
};
