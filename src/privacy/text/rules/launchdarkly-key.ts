import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const launchdarklyKey: SpanRule = {
  id: "secret.launchdarkly-key",
  severity: "error",
  why: "A LaunchDarkly key reads or changes the flags of its project",
  hint: REVOKE,
  find: keysOf(
    /(?<![A-Za-z0-9])(?:sdk|mob|api|rel)-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![A-Za-z0-9])/g,
  ),
  examples: { finds: ["sdk-deadbeef-1111-4222-8333-00000000fa4e"], passes: ["sdk-deadbeef"] },
};
