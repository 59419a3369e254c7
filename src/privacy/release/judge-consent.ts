import { brokenRules } from "../rule.ts";
import type { Counting } from "./counting.ts";
import { consentRules } from "./rules.ts";

/**
 * Whether anything was counted without leave, sorted (`privacy-rules.md` 7, `consent.*`). A refusal
 * beats any grant; the day of the grant itself does not count.
 */
export function judgeConsent(counting: Counting): string[] {
  return brokenRules(consentRules, counting);
}
