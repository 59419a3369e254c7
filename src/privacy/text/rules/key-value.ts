import { REVOKE } from "../../hints.ts";
import { entropy } from "../entropy.ts";
import { isPlaceholder } from "../placeholder.ts";
import { overlappingSpansOf, type SpanRule } from "../rule.ts";

export const keyValue: SpanRule = {
  id: "secret.key-value",
  severity: "error",
  why: "A credential stands beside its name",
  hint: REVOKE,
  // A name, and what assigns to it or announces it.
  needs: /^(?=[^]*(?:[:=]|--))[^]*(?:key|secret|token|passwd|password|passphrase|pwd|credential)/i,
  find: overlappingSpansOf(
    /(?<![A-Za-z0-9])((?:[A-Za-z0-9]{1,30}[_-]){0,4}(?:api[_-]?key|apikey|access[_-]?key|secret[_-]?key|secret|client[_-]?secret|token|auth[_-]?token|passwd|password|passphrase|pwd|credential|private[_-]?key|encryption[_-]?key))["']?(?:\s{0,3}(?::|=>|:=|=)\s{0,3}|\s)["']?([^\s"',;&<>)]{6,400})/gi,
    (match, text) => {
      const [whole, name = "", value = ""] = match;
      const between = whole.slice(name.length, whole.length - value.length);
      if (!/[:=]/.test(between) && text.slice(Math.max(0, match.index - 2), match.index) !== "--")
        return false;
      return isSecret(name, value) && !isPlaceholder(value) && !isCode(value);
    },
  ),
  examples: {
    finds: [
      "password=hunter2FAKE!",
      "tool --token yXSD0rWZt3S1LdFAKEwva4N88",
      "the api_key secret=deadbeef12FAKE",
    ],
    passes: [
      "max_tokens=100000",
      "token=${TOKEN}",
      "password=required",
      "secret=process.env.X1234",
    ],
  },
};

function isSecret(name: string, value: string): boolean {
  if (/(?:password|passwd|passphrase|pwd)$/i.test(name)) return /[^A-Za-z]/.test(value);
  const isMixed = /[A-Za-z]/.test(value) && /\d/.test(value);
  return value.length >= 8 && isMixed && entropy(value) >= 2.8;
}

/** Read from elsewhere, or computed. */
function isCode(value: string): boolean {
  return /^(?:(?:process|os|env|config|self|this|req|args)\.|[A-Za-z_$][\w$.]*\()/.test(value);
}
