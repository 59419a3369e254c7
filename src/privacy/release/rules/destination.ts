import { addressOf, isSame } from "../address.ts";
import { type RequestRule, requests } from "../sent-request.ts";

export const destination: RequestRule = {
  id: "egress.destination",
  severity: "error",
  why: "A request went where none is declared",
  hint: "Send only where and how it is declared",
  finds: ({ request: { method, url }, declared }) => {
    const address = addressOf(url);
    const isDeclared =
      address?.isPlain === true && declared.some((each) => isSame(addressOf(each), address));
    return method !== "POST" || !isDeclared;
  },
  examples: requests(
    [
      { method: "GET" },
      { url: "https://metrics.example.com/v2" },
      { url: "https://metrics.example.com:8443/v1" },
      { url: "https://metrics.example.com/v1?a=1" },
    ],
    [{}, { url: "https://METRICS.example.com:443/v1" }],
  ),
};
