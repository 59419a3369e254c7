import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const awsSecretKey: SpanRule = {
  id: "secret.aws-secret-key",
  severity: "error",
  why: "An AWS secret key opens its account",
  hint: REVOKE,
  needs: /secret/i,
  find: keysOf(
    /aws[_-]?secret[_-]?(?:access[_-]?)?key["']?\s{0,3}[:=]\s{0,3}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])|secret[_-]?access[_-]?key["']?\s{0,3}[:=]\s{0,3}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
  ),
  examples: {
    finds: [`aws_secret_access_key=${"FAKEdead+/".repeat(4)}`],
    passes: ["aws_secret_access_key=short"],
  },
};
