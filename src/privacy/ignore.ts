import { ruleIds } from "./messages.ts";
import type { Ignore, PrivacyPolicy } from "./policy.ts";

/** Whether the config accepts this finding today; the ignore's last day still counts. */
export function isIgnored(
  { rule, pointer }: { readonly rule: string; readonly pointer: string },
  { ignores }: Pick<PrivacyPolicy, "ignores">,
  today: string,
): boolean {
  return ignores.some(
    (ignore) =>
      fullId(ignore.rule) === rule &&
      !isProof(rule) &&
      (ignore.at === undefined || ignore.at === pointer) &&
      today <= ignore.expires,
  );
}

/** What is wrong with one ignore, by its index in the config. */
export interface IgnoreFinding {
  readonly index: number;
  readonly rule: string;
}

/** Ignores that do not hold on the ISO date `today` (`privacy-rules.md` 9). */
export function judgeIgnores(
  { ignores }: Pick<PrivacyPolicy, "ignores">,
  today: string,
): IgnoreFinding[] {
  return ignores.flatMap((ignore, index) =>
    Object.entries(CHECKS)
      .filter(([, found]) => found(ignore, today))
      .map(([rule]) => ({ index, rule })),
  );
}

const MAX_MS = 180 * 86_400_000;

const CHECKS: Readonly<Record<string, (ignore: Ignore, today: string) => boolean>> = {
  "sup.expired-ignore": ({ expires }, today) => expires < today,
  "sup.too-long": ({ expires }, today) => Date.parse(expires) - Date.parse(today) > MAX_MS,
  "sup.no-reason": ({ reason }) => /^(?:todo|tbd)?$/i.test(reason.trim()),
  "sup.unknown-rule": ({ rule }) => fullId(rule) === undefined,
  "sup.not-allowed": ({ rule }) => isProof(fullId(rule) ?? rule),
};

/** These rules are the proof itself: they can be neither ignored nor lowered. */
function isProof(rule: string): boolean {
  return /^(?:out|flow|consent|egress|report)\./.test(rule);
}

/** `uuid` means `id.uuid`: short names are unique. */
function fullId(name: string): string | undefined {
  return ruleIds.find((id) => id === name || id.slice(id.indexOf(".") + 1) === name);
}
