import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const stripeKey: SpanRule = {
  id: "secret.stripe-key",
  severity: "error",
  why: "A Stripe key moves its owner's money",
  hint: REVOKE,
  needs: /[rs]k_|whsec_/,
  find: keysOf(
    /(?<![A-Za-z0-9])(?:(?:sk|rk)_(?:live|test|prod)_([A-Za-z0-9]{16,99})|whsec_([A-Za-z0-9+/=]{24,64}))(?![A-Za-z0-9])/g,
  ),
  examples: { finds: [`sk_live_${"FAKEdead".repeat(3)}`], passes: ["sk_live_x"] },
};
