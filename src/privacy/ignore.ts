import type { Ignore, PrivacyPolicy } from "./policy.ts";
import { isProof, type Rule } from "./rule.ts";
import { fullId } from "./rule-ids.ts";
import type { Terms } from "./run/rule.ts";
import { nameRules, termsRules } from "./run/exception-rules.ts";

/** Whether the config accepts this finding today; the ignore's last day still counts. */
export function isIgnored(
  { rule, pointer }: { readonly rule: string; readonly pointer: string },
  { ignores }: Pick<PrivacyPolicy, "ignores">,
  today: string,
): boolean {
  return ignores.some((ignore) => matches(ignore, { rule, pointer }) && today <= ignore.expires);
}

/**
 * Which ignores match none of the findings, by index in the config. One that does not hold for
 * another reason is already found, so it is not named twice.
 */
export function unusedIgnores(
  { ignores }: Pick<PrivacyPolicy, "ignores">,
  findings: readonly { readonly rule: string; readonly pointer: string }[],
  today: string,
): number[] {
  const faulty = new Set(judgeIgnores({ ignores }, today).map(({ index }) => index));
  return ignores.flatMap((ignore, index) =>
    faulty.has(index) || findings.some((finding) => matches(ignore, finding)) ? [] : [index],
  );
}

function matches(
  ignore: Ignore,
  { rule, pointer }: { readonly rule: string; readonly pointer: string },
): boolean {
  return (
    fullId(ignore.rule) === rule &&
    !isProof(rule) &&
    (ignore.at === undefined || ignore.at === pointer)
  );
}

/** What is wrong with one ignore, by its index in the config. */
export interface IgnoreFinding {
  readonly index: number;
  readonly rule: Rule;
}

/** Ignores that do not hold on the ISO date `today` (`privacy-rules.md` 9). */
export function judgeIgnores(
  { ignores }: Pick<PrivacyPolicy, "ignores">,
  today: string,
): IgnoreFinding[] {
  return ignores.flatMap((ignore, index) => {
    const named = { said: ignore.rule, id: fullId(ignore.rule) };
    const broken = nameRules.filter((rule) => rule.finds(named));
    return [...brokenTerms({ ...ignore, today }), ...broken].map((rule) => ({ index, rule }));
  });
}

/** The rules about reasons and last days that an exception breaks. */
export function judgeTerms(terms: Terms): string[] {
  return brokenTerms(terms).map(({ id }) => id);
}

function brokenTerms(terms: Terms): Rule[] {
  return termsRules.filter((rule) => rule.finds(terms));
}
