import { DECLARE } from "../../hints.ts";
import type { EventRule } from "../rule.ts";

export const unknownEvent: EventRule = {
  id: "event.unknown-event",
  severity: "error",
  why: "The event is not declared, so that nobody has agreed to it",
  hint: DECLARE,
  examples: {
    finds: [{ event: "feature_used" }, { event: "constructor" }, { event: "Message_sent" }],
    passes: [{ event: "message_sent" }],
  },
};
