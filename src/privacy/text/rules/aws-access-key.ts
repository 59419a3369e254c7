import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const awsAccessKey: SpanRule = {
  id: "secret.aws-access-key",
  severity: "error",
  why: "An AWS access key names an account, and is half of what opens it",
  hint: REVOKE,
  needs: /A(?:KIA|SIA|BIA|CCA|3T)/,
  find: keysOf(/(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z2-7]{16}(?![A-Za-z0-9])/g),
  examples: { finds: ["AKIAIOSFODNN7EXAMPLE"], passes: [`AKIA${"A".repeat(16)}`] },
};
