import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const twilioKey: SpanRule = {
  id: "secret.twilio-key",
  severity: "error",
  why: "A Twilio key calls and writes in its owner's name",
  hint: REVOKE,
  needs: /SK|AC/,
  find: keysOf(/(?<![A-Za-z0-9])(?:SK|AC)([0-9a-f]{32})(?![A-Za-z0-9])/g),
  examples: { finds: [`SK${"deadbeef".repeat(4)}`], passes: ["ACCOUNT"] },
};
