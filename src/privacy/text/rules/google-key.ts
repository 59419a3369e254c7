import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const googleKey: SpanRule = {
  id: "secret.google-key",
  severity: "error",
  why: "A Google key acts in its project's name",
  hint: REVOKE,
  needs: /AIza|GOCSPX-|ya29\.|1\/\/0/,
  find: keysOf(
    /(?<![A-Za-z0-9])(?:AIza[A-Za-z0-9_-]{35}|GOCSPX-[A-Za-z0-9_-]{28}|ya29\.[A-Za-z0-9_-]{30,400}|1\/\/0[A-Za-z0-9_-]{40,120})(?![A-Za-z0-9])/g,
  ),
  examples: { finds: [`AIza${"FAKEd".repeat(7)}`], passes: ["AIza"] },
};
