import { type RequestRule, requests } from "../sent-request.ts";

export const redirect: RequestRule = {
  id: "egress.redirect",
  severity: "error",
  why: "A redirect was followed to where none is declared",
  hint: "Declare the address that answers, and follow none",
  finds: ({ request: { redirectedTo } }) => redirectedTo !== undefined,
  examples: requests([{ redirectedTo: "https://metrics.example.com/v2" }], [{}]),
};
