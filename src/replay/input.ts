import type { Judgement } from "../privacy/event/judgement.ts";
import { messageOf, type Rule } from "../privacy/rule.ts";
import { empty } from "../privacy/run/rules/empty.ts";
import { malformed } from "../privacy/run/rules/malformed.ts";
import { oversized } from "../privacy/run/rules/oversized.ts";
import { truncated } from "../privacy/run/rules/truncated.ts";

/** What a rule about the log itself says, whatever its events say. */
export type InputRule = Omit<Judgement, "pointer">;

/** The rules about input (`privacy-rules.md` 8). A log from which nothing was read proves nothing. */
export const inputRules: Readonly<
  Record<"malformed" | "oversized" | "truncated" | "empty", InputRule>
> = {
  malformed: said(malformed),
  oversized: said(oversized),
  truncated: said(truncated),
  empty: said(empty),
};

function said(rule: Rule): InputRule {
  return { rule: rule.id, severity: rule.severity, message: messageOf(rule) };
}
