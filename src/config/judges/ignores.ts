import { judgeIgnores } from "../../privacy/ignore.ts";
import { messageOf } from "../../privacy/rule.ts";
import type { Judge } from "../judgement.ts";

/** Ignores that do not hold: `sup.*` of `privacy-rules.md` 9. */
export const ignores: Judge = ({ privacy }, today) =>
  judgeIgnores(privacy, today).map(({ index, rule }) => ({
    rule: rule.id,
    severity: rule.severity,
    path: ["privacy", "ignore", index, KEYS[rule.id] ?? "rule"],
    message: messageOf(rule),
  }));

/** The key that is at fault, where it is not the rule's name. */
const KEYS: Readonly<Record<string, string>> = {
  "sup.expired-ignore": "expires",
  "sup.too-long": "expires",
  "sup.no-reason": "reason",
};
