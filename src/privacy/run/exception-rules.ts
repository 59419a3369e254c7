import type { NameRule, TermsRule } from "./rule.ts";
import { expiredIgnore } from "./rules/expired-ignore.ts";
import { noReason } from "./rules/no-reason.ts";
import { notAllowed } from "./rules/not-allowed.ts";
import { tooLong } from "./rules/too-long.ts";
import { unknownRule } from "./rules/unknown-rule.ts";

/** What an exception must say for itself. */
export const termsRules: readonly TermsRule[] = [expiredIgnore, tooLong, noReason];

/** Which rules may be ignored. */
export const nameRules: readonly NameRule[] = [unknownRule, notAllowed];
