import { REVOKE } from "../../hints.ts";
import { isPlaceholder } from "../placeholder.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const urlToken: SpanRule = {
  id: "secret.url-token",
  severity: "error",
  why: "A URL with a token opens what it leads to",
  hint: REVOKE,
  needs: /:\/\//,
  find: spansOf(/[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>`]{2,1500}/gi, ([url]) => hasToken(url)),
  examples: {
    finds: [
      "https://example.com/cb?code=4%2F0AfFAKE&state=x",
      "wss://a.example#access_token=FAKE123",
    ],
    passes: ["https://example.com/?lang=en", "https://example.com/?token=<token>"],
  },
};

function hasToken(url: string): boolean {
  const at = url.search(/[?#]/);
  const parameters = at < 0 ? [] : url.slice(at + 1).split(/[?#&;]/);
  return parameters.some((parameter) => {
    const equals = parameter.indexOf("=");
    const value = parameter.slice(equals + 1);
    return (
      SECRET_NAMES.has(parameter.slice(0, equals).toLowerCase()) &&
      value.length >= 6 &&
      !isPlaceholder(value)
    );
  });
}

const SECRET_NAMES: ReadonlySet<string> = new Set(
  (
    "access_token id_token refresh_token auth_token token auth api_key apikey api-key key sig " +
    "signature x-amz-signature x-amz-credential x-amz-security-token x-goog-signature password " +
    "passwd pwd secret client_secret session sessionid session_id jwt code otp invite reset"
  ).split(" "),
);
