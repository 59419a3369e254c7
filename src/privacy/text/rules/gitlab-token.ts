import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const gitlabToken: SpanRule = {
  id: "secret.gitlab-token",
  severity: "error",
  why: "A GitLab token reads and writes what its owner may",
  hint: REVOKE,
  needs: /gl[a-z]{2,5}-/,
  find: keysOf(
    /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|agent|soat|imt)-([A-Za-z0-9_-]{20,300}(?:\.[0-9a-z]{9})?)(?![A-Za-z0-9])/g,
  ),
  examples: { finds: ["glpat-F2jeQaDFAKEwQXfmuCfm"], passes: ["glpat-short"] },
};
