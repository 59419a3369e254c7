import { LOG } from "../../hints.ts";
import type { InputRule } from "../rule.ts";

export const truncated: InputRule = {
  id: "input.truncated",
  severity: "warning",
  why: "The compressed log ends early, so what came after was not checked",
  hint: LOG,
  examples: {
    finds: [Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b)],
    passes: [`{"event":"message_sent"}\n`],
  },
};
