import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const posthogKey: SpanRule = {
  id: "secret.posthog-key",
  severity: "error",
  why: "A PostHog key reads or writes the data of its project",
  hint: REVOKE,
  needs: /ph[csxar]_/,
  find: keysOf(/(?<![A-Za-z0-9])ph[csxar]_([A-Za-z0-9]{32,64})(?![A-Za-z0-9])/g),
  examples: { finds: [`phc_${"FAKE".repeat(10)}`], passes: ["phc_..."] },
};
