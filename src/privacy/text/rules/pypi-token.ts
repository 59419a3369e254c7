import { REVOKE } from "../../hints.ts";
import type { SpanRule } from "../rule.ts";
import { keysOf } from "../vendor-key.ts";

export const pypiToken: SpanRule = {
  id: "secret.pypi-token",
  severity: "error",
  why: "A PyPI token publishes in its owner's name",
  hint: REVOKE,
  needs: /pypi-/,
  find: keysOf(
    /(?<![A-Za-z0-9])pypi-(AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,300}|AgENdGVzdC5weXBpLm9yZw[A-Za-z0-9_-]{50,300})(?![A-Za-z0-9])/g,
  ),
  examples: { finds: [`pypi-AgEIcHlwaS5vcmc${"FAKEdead_-".repeat(6)}`], passes: ["pypi-server"] },
};
