import { CLOSE } from "../../hints.ts";
import { type EventRule, sent } from "../rule.ts";

export const unknownValue: EventRule = {
  id: "event.unknown-value",
  severity: "error",
  why: "The text is outside its closed list or pattern, so that nothing bounds it",
  hint: CLOSE,
  examples: {
    finds: [sent({ model: "Opus" }), sent({ model: "opus " }), sent({ version: "1.2.3-bob" })],
    passes: [sent({ model: "opus" }), sent({ version: "v1.2.3-rc.1" })],
  },
};
