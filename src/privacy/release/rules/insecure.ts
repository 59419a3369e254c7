import { addressOf, isLoopback } from "../address.ts";
import { type RequestRule, requests } from "../sent-request.ts";

export const insecure: RequestRule = {
  id: "egress.insecure",
  severity: "error",
  why: "A request was not encrypted, so that others could read it",
  hint: "Use https",
  finds: ({ request }) => {
    const address = addressOf(request.url);
    return address?.scheme !== "https" && !isLoopback(address?.host);
  },
  examples: requests(
    [{ url: "http://metrics.example.com/v1" }],
    [{}, { url: "http://127.0.0.1:8080/v1" }],
  ),
};
