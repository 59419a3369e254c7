import { REVOKE } from "../../hints.ts";
import { isPlaceholder } from "../placeholder.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const urlCredentials: SpanRule = {
  id: "secret.url-credentials",
  severity: "error",
  why: "A URL with a password opens what it leads to",
  hint: REVOKE,
  needs: /:\/\//,
  find: spansOf(
    /[a-z][a-z0-9+.-]{1,20}:\/\/([^\s/?#:@"'<>]{0,100}):([^\s/?#@"'<>]{1,200})@[^\s"'<>]{1,400}/gi,
    ([, user = "", password = ""]) =>
      user === "" && /^\d{1,5}$/.test(password) ? false : !isPlaceholder(password),
  ),
  examples: {
    finds: ["postgres://fakeuser:fakepass99@db.example.com/app", "redis://:pw123FAKE@cache/0"],
    passes: ["https://example.com:8080/a@b", "https://user:<password>@example.com"],
  },
};
