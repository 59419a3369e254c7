import { LOG } from "../../hints.ts";
import type { InputRule } from "../rule.ts";

export const empty: InputRule = {
  id: "input.empty",
  severity: "error",
  why: "No line of this log became an event, so the replay has checked nothing",
  hint: LOG,
  examples: {
    finds: ["", "\n"],
    passes: [`{"event":"message_sent"}\n`],
  },
};
