import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const anthropicKey: SpanRule = {
  id: "secret.anthropic-key",
  severity: "error",
  why: "An Anthropic key spends its owner's money",
  hint: REVOKE,
  needs: /sk-ant-/,
  find: keysOf(/(?<![A-Za-z0-9])sk-ant-[a-z]{2,12}\d{2}-([A-Za-z0-9_-]{20,200})(?![A-Za-z0-9])/g),
  examples: { finds: [`sk-ant-api03-${"FAKEdead".repeat(4)}`], passes: ["sk-ant-..."] },
};
