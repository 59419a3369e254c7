import type { JudgingRule, Rule } from "../rule.ts";
import { nameRules, termsRules } from "./exception-rules.ts";
import type { InputRule } from "./rule.ts";
import { empty } from "./rules/empty.ts";
import { malformed } from "./rules/malformed.ts";
import { notExercised } from "./rules/not-exercised.ts";
import { oversized } from "./rules/oversized.ts";
import { selfLeak } from "./rules/self-leak.ts";
import { truncated } from "./rules/truncated.ts";
import { unusedIgnore } from "./rules/unused-ignore.ts";

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
