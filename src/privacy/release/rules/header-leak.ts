import { type RequestRule, requests } from "../sent-request.ts";

export const headerLeak: RequestRule = {
  id: "egress.header-leak",
  severity: "error",
  why: "An undeclared header can carry what the body may not",
  hint: "Send the fixed headers alone",
  finds: ({ request: { headers } }) => headers.some((name) => !HEADERS.has(name.toLowerCase())),
  examples: requests(
    [{ headers: ["X-Install-Id"] }, { headers: ["Cookie"] }],
    [{}, { headers: ["Idempotency-Key", "user-agent"] }],
  ),
};

const HEADERS: ReadonlySet<string> = new Set([
  "content-type",
  "content-length",
  "host",
  "accept",
  "user-agent",
  "connection",
  "idempotency-key",
]);
