import { STOP } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const stableIdentifier: Rule = {
  id: "link.stable-identifier",
  severity: "warning",
  why: "The property behaves like an identifier, whatever its name",
  hint: STOP,
};
