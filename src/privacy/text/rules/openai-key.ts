import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const openaiKey: SpanRule = {
  id: "secret.openai-key",
  severity: "error",
  why: "An OpenAI key spends its owner's money",
  hint: REVOKE,
  needs: /sk-/,
  find: keysOf(
    /(?<![A-Za-z0-9])sk-(?:proj|svcacct|admin|None)-([A-Za-z0-9_-]{20,200})(?![A-Za-z0-9])/g,
    /(?<![A-Za-z0-9])sk-([A-Za-z0-9]{32,64})(?![A-Za-z0-9])/g,
  ),
  examples: { finds: [`sk-${"deadbeef".repeat(4)}`], passes: ["sk-"] },
};
