import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const huggingfaceToken: SpanRule = {
  id: "secret.huggingface-token",
  severity: "error",
  why: "A Hugging Face token reads and writes what its owner may",
  hint: REVOKE,
  needs: /hf_|api_org_/,
  find: keysOf(/(?<![A-Za-z0-9])(?:hf|api_org)_([A-Za-z0-9]{34,40})(?![A-Za-z0-9])/g),
  examples: { finds: [`hf_${"FAKEdeadbe".repeat(4)}`], passes: ["hf_home"] },
};
