import type { Rule } from "../../rule.ts";

export const policyChanged: Rule = {
  id: "consent.policy-changed",
  severity: "error",
  why: "Collection has widened, and consent is of an older policy",
  hint: "Raise the policy, and ask again",
};
