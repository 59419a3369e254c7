import { type ConsentRule, countings } from "../counting.ts";

export const policyChanged: ConsentRule = {
  id: "consent.policy-changed",
  severity: "error",
  why: "Collection has widened, and consent is of an older policy",
  hint: "Raise the policy, and ask again",
  finds: ({ counted, widenedTo, grant: { policy = 0 } }) =>
    counted > 0 && widenedTo !== undefined && policy < widenedTo,
  examples: countings(
    [{ widenedTo: 2 }, { widenedTo: 1, grant: { state: "granted", on: "2026-01-05" } }],
    [{ widenedTo: 1 }],
  ),
};
