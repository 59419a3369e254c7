import { LOG } from "../../hints.ts";
import type { InputRule } from "../rule.ts";

export const oversized: InputRule = {
  id: "input.oversized",
  severity: "warning",
  why: "The line is longer than 1,048,576 bytes, so it was not checked",
  hint: LOG,
  examples: {
    finds: [`${"x".repeat(1_048_577)}\n`],
    passes: [`{"event":"message_sent"}\n`],
  },
};
