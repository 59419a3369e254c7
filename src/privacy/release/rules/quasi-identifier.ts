import type { Rule } from "../../rule.ts";

export const quasiIdentifier: Rule = {
  id: "link.quasi-identifier",
  severity: "note",
  why: "The properties together single people out",
  hint: "Send fewer of them, or coarser ones",
};
