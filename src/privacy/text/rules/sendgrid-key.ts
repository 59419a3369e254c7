import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const sendgridKey: SpanRule = {
  id: "secret.sendgrid-key",
  severity: "error",
  why: "A SendGrid key sends mail in its owner's name",
  hint: REVOKE,
  needs: /SG\./,
  find: keysOf(/(?<![A-Za-z0-9])SG\.([A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})(?![A-Za-z0-9])/g),
  examples: { finds: [`SG.${"FAKE".repeat(5)}ab.${"FAKE".repeat(10)}abc`], passes: ["SG.x"] },
};
