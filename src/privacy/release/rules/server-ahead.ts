import type { Rule } from "../../rule.ts";

export const serverAhead: Rule = {
  id: "compat.server-ahead",
  severity: "note",
  why: "The server knows more than the client sends",
  hint: "Ship the client, or retire what it no longer sends",
};
