import { brokenRules } from "../rule.ts";
import { requestRules } from "./rules.ts";
import type { SentRequest } from "./sent-request.ts";

/**
 * Whether a request went only where and how it is declared, sorted (`privacy-rules.md` 7,
 * `egress.*`): by POST to exactly one of the declared addresses, without a query, a fragment or a
 * user, encrypted unless it stays on this machine, with no header of its own.
 */
export function judgeRequest(request: SentRequest, declared: readonly string[]): string[] {
  return brokenRules(requestRules, { request, declared });
}
