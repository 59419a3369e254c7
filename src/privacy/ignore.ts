import { fullId } from "./rules.ts";
import type { Ignore, PrivacyPolicy } from "./policy.ts";

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
  readonly rule: string;
}

/** Ignores that do not hold on the ISO date `today` (`privacy-rules.md` 9). */
export function judgeIgnores(
  { ignores }: Pick<PrivacyPolicy, "ignores">,
  today: string,
): IgnoreFinding[] {
  return ignores.flatMap((ignore, index) => {
    const id = fullId(ignore.rule);
    const rules = [
      ...judgeTerms(ignore, today),
      ...(id === undefined ? ["sup.unknown-rule"] : []),
      ...(isProof(id ?? ignore.rule) ? ["sup.not-allowed"] : []),
    ];
    return rules.map((rule) => ({ index, rule }));
  });
}

const MAX_MS = 180 * 86_400_000;

/** What an exception says for itself. */
export type Terms = Pick<Ignore, "reason" | "expires">;

/** Which rules about reasons and last days an exception breaks on the ISO date `today`. */
export function judgeTerms({ reason, expires }: Terms, today: string): string[] {
  return [
    ...(expires < today ? ["sup.expired-ignore"] : []),
    ...(Date.parse(expires) - Date.parse(today) > MAX_MS ? ["sup.too-long"] : []),
    ...(/^(?:todo|tbd)?$/i.test(reason.trim()) ? ["sup.no-reason"] : []),
  ];
}

/**
 * These rules are the proof itself, or judge what is ignored: they can be neither ignored nor
 * lowered, or the first ignore could hide every other one's end.
 */
export function isProof(rule: string): boolean {
  return /^(?:out|flow|consent|egress|report|sup)\./.test(rule);
}
