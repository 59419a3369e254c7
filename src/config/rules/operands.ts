import { dateFormOf } from "../operands/date.ts";
import { readersOf } from "../operands/pattern.ts";
import { isVersion } from "../operands/version.ts";
import type { Path, Problem } from "../problem.ts";
import { misfit } from "../rule.ts";
import { textOfDate } from "../schema/scalar.ts";

/** A condition as far as its value is concerned, whatever is wrong with it. */
export interface Operand {
  readonly type: string;
  readonly operator: string;
  readonly value: unknown;
}

/**
 * Values that PostHog refuses to store beside their operator (`posthog-api.md` 2.5), so that they
 * are found before anything is written. What it stores and never matches is a finding.
 */
export function operandProblems(path: Path, { type, operator, value }: Operand): Problem[] {
  const check = checks.find(({ isFor }) => isFor(type, operator));
  const written = textOfDate(value);
  if (check === undefined || written === undefined || check.holds(written, operator)) return [];
  return [misfit(path, check.expected, check.hint)];
}

interface Check {
  readonly isFor: (type: string, operator: string) => boolean;
  /** A value of another type is reported where types are. */
  readonly holds: (value: unknown, operator: string) => boolean;
  readonly expected: string;
  readonly hint: string;
}

const checks: readonly Check[] = [
  {
    isFor: (type) => type === "cohort",
    holds: (value) => /^[1-9]\d*$/.test(String(value)),
    expected: "Expected the number of a cohort",
    hint: "Write the id that stands in the cohort's address in PostHog",
  },
  {
    isFor: (type) => type === "flag",
    holds: (value) => typeof value === "boolean" || typeof value === "string",
    expected: "Expected true, false or a variant of the other flag",
    hint: "Write true for any variant",
  },
  {
    isFor: (_, operator) => operator === "regex" || operator === "not_regex",
    holds: isTextThat((text) => readersOf(text) !== "nobody"),
    expected: "Expected a regular expression",
    hint: "Check brackets and escapes; a backslash is plain in '…'",
  },
  {
    isFor: (_, operator) => operator.startsWith("semver_"),
    holds: isTextThat((text, operator) =>
      isVersion(text, { wildcard: operator === "semver_wildcard" }),
    ),
    expected: "Expected a version",
    hint: 'Write one to three plain numbers such as "1.2.3", and "1.2.*" for a wildcard',
  },
  {
    isFor: (_, operator) => operator.startsWith("is_date_"),
    holds: isTextThat((text) => dateFormOf(text) !== "unreadable"),
    expected: "Expected a date",
    hint: 'Write a time such as "2026-12-31T00:00:00Z", or an age such as "30d"',
  },
];

function isTextThat(holds: (text: string, operator: string) => boolean): Check["holds"] {
  return (value, operator) => typeof value !== "string" || holds(value, operator);
}
