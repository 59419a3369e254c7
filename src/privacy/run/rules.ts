import type { Rule } from "../rule.ts";
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

/** Every rule about the run itself: its exceptions, its input and its report. */
export const runRules: readonly Rule[] = [
  expiredIgnore,
  tooLong,
  noReason,
  unknownRule,
  notAllowed,
  unusedIgnore,
  malformed,
  oversized,
  truncated,
  notExercised,
  empty,
  selfLeak,
];
