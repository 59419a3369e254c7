import { REVOKE } from "../../hints.ts";
import { fromBase64, toText } from "../decode.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const jwt: SpanRule = {
  id: "secret.jwt",
  severity: "error",
  why: "A JSON web token lets its holder act as somebody",
  hint: REVOKE,
  needs: /eyJ/,
  find: spansOf(
    /(?<![A-Za-z0-9_-])(eyJ[A-Za-z0-9_-]{10,2000})\.([A-Za-z0-9_-]{6,4000})\.([A-Za-z0-9_-]{0,2000})(?:\.[A-Za-z0-9_-]{4,2000}\.[A-Za-z0-9_-]{4,400})?(?![A-Za-z0-9_-])/g,
    (match, text) => {
      // Four parts are none of the two forms.
      const end = match.index + match[0].length;
      return hasHeader(match[1] ?? "") && !/^\.[A-Za-z0-9_-]/.test(text.slice(end, end + 2));
    },
  ),
  examples: {
    finds: ["eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJub2JvZHkiLCJmYWtlIjp0cnVlfQ."],
    passes: ["eyJub3QiOiJhIGp3dCJ9.eyJzdWIiOiJub2JvZHkifQ.x", "eyJ"],
  },
};

function hasHeader(part: string): boolean {
  try {
    const header: unknown = JSON.parse(toText(fromBase64(part) ?? []));
    if (typeof header !== "object" || header === null) return false;
    return ["alg", "enc", "typ"].some((name) => Object.hasOwn(header, name));
  } catch {
    return false;
  }
}
