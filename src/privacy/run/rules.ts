import type { JudgingRule, Rule } from "../rule.ts";
import type { InputRule, NameRule, TermsRule } from "./rule.ts";
import { empty } from "./rules/empty.ts";
import { expiredIgnore } from "./rules/expired-ignore.ts";
import { malformed } from "./rules/malformed.ts";
import { noReason } from "./rules/no-reason.ts";
import { notAllowed } from "./rules/not-allowed.ts";
import { notExercised } from "./rules/not-exercised.ts";
import { oversized } from "./rules/oversized.ts";
import { selfLeak } from "./rules/self-leak.ts";
import { tooLong } from "./rules/too-long.ts";
import { truncated } from "./rules/truncated.ts";
import { unknownRule } from "./rules/unknown-rule.ts";
import { unusedIgnore } from "./rules/unused-ignore.ts";

/** What an exception must say for itself. */
export const termsRules: readonly TermsRule[] = [expiredIgnore, tooLong, noReason];

/** Which rules may be ignored. */
export const nameRules: readonly NameRule[] = [unknownRule, notAllowed];

/** What keeps a log, or a part of it, from being checked. */
export const inputRules: readonly InputRule[] = [malformed, oversized, truncated, empty];

/** The rest: each judges something of its own. */
export const otherRules: readonly JudgingRule<unknown>[] = [unusedIgnore, notExercised, selfLeak];

/** Every rule about the run itself: its exceptions, its input and its report. */
export const runRules: readonly Rule[] = [
  ...termsRules,
  ...nameRules,
  ...inputRules,
  ...otherRules,
];
