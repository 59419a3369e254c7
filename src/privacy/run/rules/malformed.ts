import { LOG } from "../../hints.ts";
import type { InputRule } from "../rule.ts";

export const malformed: InputRule = {
  id: "input.malformed",
  severity: "warning",
  why: "This cannot be read as an event, so it was not checked",
  hint: LOG,
  examples: {
    finds: ["{\n", `"a text"\n`],
    passes: [`{"event":"message_sent"}\n`],
  },
};
