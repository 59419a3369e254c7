import type { Ignore } from "../../privacy/policy.ts";
import type { Judge } from "../judgement.ts";

const DAY_MS = 86_400_000;
const MAX_DAYS = 180;
/** Rules of these families are the proof itself; `privacy-rules.md` 1. */
const NEVER_IGNORED = ["out", "flow", "consent", "egress", "report"];

/** Ignores that do not hold: `privacy-rules.md` 9. */
export const ignores: Judge = ({ privacy }, today) =>
  privacy.ignores.flatMap((ignore, index) =>
    CHECKS.filter(({ found }) => found(ignore, today)).map(({ rule, key, message }) => ({
      rule,
      severity: "error",
      path: ["privacy", "ignore", index, key],
      message,
    })),
  );

interface Check {
  readonly rule: string;
  readonly key: "rule" | "reason" | "expires";
  readonly message: string;
  readonly found: (ignore: Ignore, today: string) => boolean;
}

const CHECKS: readonly Check[] = [
  {
    rule: "sup.expired-ignore",
    key: "expires",
    message: "The ignore is past its last day",
    found: ({ expires }, today) => expires < today,
  },
  {
    rule: "sup.too-long",
    key: "expires",
    message: `The ignore lasts more than ${MAX_DAYS} days`,
    found: ({ expires }, today) => daysBetween(today, expires) > MAX_DAYS,
  },
  {
    rule: "sup.no-reason",
    key: "reason",
    message: "The ignore gives no reason",
    found: ({ reason }) => /^(?:todo|tbd)?$/i.test(reason.trim()),
  },
  {
    rule: "sup.not-allowed",
    key: "rule",
    message: "Rules of this family may not be ignored",
    found: ({ rule }) => NEVER_IGNORED.some((family) => rule.startsWith(`${family}.`)),
  },
];

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
