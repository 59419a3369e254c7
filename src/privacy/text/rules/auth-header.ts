import { REVOKE } from "../../hints.ts";
import { isPlaceholder } from "../placeholder.ts";
import { any, spansOf, type SpanRule } from "../rule.ts";

export const authHeader: SpanRule = {
  id: "secret.auth-header",
  severity: "error",
  why: "An authorization header lets its holder act as somebody",
  hint: REVOKE,
  needs: /authorization|bearer|token|api-key|cookie/i,
  find: any(
    spansOf(
      /(?:proxy-)?authorization["']?\s{0,3}[:=]\s{0,3}["']?(bearer|basic|token|digest|apikey)?\s{0,3}([A-Za-z0-9._~+/=-]{8,2000})/gi,
      ([, , value = ""]) => isSecret(value),
    ),
    spansOf(
      /\bbearer\s{1,3}([A-Za-z0-9._~+/=-]{16,2000})/gi,
      ([, value = ""]) => hasDigit(value) && isSecret(value),
    ),
    spansOf(
      /(?:x-api-key|x-auth-token|x-goog-api-key|private-token|x-access-token)["']?\s{0,3}[:=]\s{0,3}["']?([A-Za-z0-9._~+/=-]{8,400})/gi,
      ([, value = ""]) => isSecret(value),
    ),
    spansOf(
      /(?:set-)?cookie\s{0,3}:\s{0,3}([A-Za-z0-9_.-]{1,60})=([^\s;,]{8,2000})/gi,
      ([, , value = ""]) => hasDigit(value) && isSecret(value),
    ),
  ),
  examples: {
    finds: ["Authorization: Basic ZmFrZXVzZXI6ZmFrZXBhc3MxMjM0", "Cookie: sid=s%3AFAKE1234"],
    passes: ["Authorization: required", "WWW-Authenticate: Basic realm=x", "Bearer"],
  },
};

const hasDigit = (value: string): boolean => /\d/.test(value);

function isSecret(value: string): boolean {
  const isLikely = hasDigit(value) || value.length >= 20;
  return isLikely && !isPlaceholder(value) && !/^realm=/i.test(value);
}
