import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const githubToken: SpanRule = {
  id: "secret.github-token",
  severity: "error",
  why: "A GitHub token reads and writes what its owner may",
  hint: REVOKE,
  needs: /gh[pousr]_|github_pat_/,
  find: keysOf(
    /(?<![A-Za-z0-9])gh[pousr]_([A-Za-z0-9]{36})(?![A-Za-z0-9])/g,
    /(?<![A-Za-z0-9])github_pat_([A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9])/g,
  ),
  examples: { finds: [`ghp_${"FAKE".repeat(9)}`], passes: [`ghp_${"x".repeat(36)}`] },
};
