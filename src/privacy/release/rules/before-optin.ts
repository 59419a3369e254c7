import { GRANT } from "../../hints.ts";
import type { Rule } from "../../rule.ts";

export const beforeOptin: Rule = {
  id: "consent.before-optin",
  severity: "error",
  why: "Something from before the consent was counted",
  hint: GRANT,
};
