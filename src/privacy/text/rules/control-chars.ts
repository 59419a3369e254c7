import { STOP } from "../../hints.ts";
import type { WholeRule } from "../rule.ts";
import { testOf } from "../signs/gate.ts";

export const controlChars: WholeRule = {
  id: "text.control-chars",
  severity: "error",
  why: "Hidden characters hide data from a reader",
  hint: STOP,
  matches: (text, signs) => isHidden(text, signs),
  examples: {
    finds: ["vs\u200Bcode", "\uFEFFaccepted", "tab\u0000null"],
    passes: ["tab\tand\r\n", "U+200B"],
  },
};

/** Zero-width, bidirectional and tag characters hide data from a reader. */
const isHidden = testOf(
  /(?![\t\n\r])[\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]/u,
);
