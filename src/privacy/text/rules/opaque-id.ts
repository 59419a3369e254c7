import { STOP } from "../../hints.ts";
import { any, type Check, spansOf, type SpanRule } from "../rule.ts";

const isMixed = (text: string): boolean => /[a-z]/.test(text) && /[A-Z]/.test(text);
const hasDigit: Check = ([match]) => /\d/.test(match);

export const opaqueId: SpanRule = {
  id: "id.opaque-id",
  severity: "warning",
  why: "An opaque identifier tells one person or thing from all others",
  hint: STOP,
  find: any(
    spansOf(/(?<![A-Za-z0-9])[0-7][0-9A-HJKMNP-TV-Z]{25}(?![A-Za-z0-9])/g, hasDigit),
    spansOf(/(?<![A-Za-z0-9_-])[0-9a-f]{24}(?![A-Za-z0-9_-])/g),
    spansOf(/(?<![A-Za-z0-9_-])[0-3][0-9A-Za-z]{26}(?![A-Za-z0-9_-])/g, ([match]) =>
      isMixed(match),
    ),
    spansOf(/(?<![A-Za-z0-9_-])c[a-z0-9]{24}(?![A-Za-z0-9_-])/g, hasDigit),
    spansOf(/(?<![\w.+-])[1-9]\d{16,18}(?![\w-]|\.\d)/g),
    spansOf(
      /(?<![A-Za-z0-9])(?:usr|user|u|acct|account|org|team|proj|project|ws|workspace|sess|session|conv|thread|msg|req|run|evt|event|dev|device|inst|install|anon|cus|sub|inv|trace|span|job|file|asst|batch|resp|call|toolu|chatcmpl|client|machine)[_-]([A-Za-z0-9]{8,64})(?![A-Za-z0-9])/g,
      ([, body = ""]) => isMixed(body) || /\d.*\d/.test(body),
    ),
  ),
  examples: {
    finds: ["01J9FAKE5Z7Q2M3N4P5R6S7T8V", "user_2fAkE9x8y7Z6", "guild 175928847299117063"],
    passes: ["user_cancelled", "session_restored", "event_dropped"],
  },
};
