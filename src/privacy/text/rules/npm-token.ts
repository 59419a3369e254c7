import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const npmToken: SpanRule = {
  id: "secret.npm-token",
  severity: "error",
  why: "An npm token publishes in its owner's name",
  hint: REVOKE,
  needs: /npm_/,
  find: keysOf(/(?<![A-Za-z0-9])npm_([A-Za-z0-9]{36})(?![A-Za-z0-9])/g),
  examples: { finds: [`npm_${"FAKE".repeat(9)}`], passes: ["npm_config_registry"] },
};
