import { STOP } from "../../hints.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const url: SpanRule = {
  id: "net.url",
  severity: "error",
  isMildInPlainText: true,
  why: "A URL says what somebody looked at",
  hint: STOP,
  needs: /:\/\//,
  find: spansOf(
    /(?<![A-Za-z0-9])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>`]{2,1500}/gi,
    ([match]) => !/^file:/i.test(match),
  ),
  examples: {
    finds: ["failed to fetch http://intranet.example/wiki/Page", "s3://acme-fake-bucket/x"],
    passes: ["https://", "file:///x"],
  },
};
