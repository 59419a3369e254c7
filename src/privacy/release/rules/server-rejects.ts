import type { Rule } from "../../rule.ts";

export const serverRejects: Rule = {
  id: "compat.server-rejects",
  severity: "error",
  why: "The server does not know what the client sends, and would refuse it",
  hint: "Ship the server first",
};
