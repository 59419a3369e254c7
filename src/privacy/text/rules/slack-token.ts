import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const slackToken: SpanRule = {
  id: "secret.slack-token",
  severity: "error",
  why: "A Slack token reads the messages of its workspace",
  hint: REVOKE,
  needs: /xox|xapp-/,
  find: keysOf(
    /(?<![A-Za-z0-9])(?:xox[abeposr](?:\.xox[bp])?-[A-Za-z0-9-]{20,200}|xapp-\d-[A-Z0-9]{6,20}-\d{6,20}-[a-z0-9]{20,80})(?![A-Za-z0-9])/g,
  ),
  examples: { finds: [`xoxb-000000000000-${"FAKE".repeat(6)}`], passes: ["xoxb-"] },
};
