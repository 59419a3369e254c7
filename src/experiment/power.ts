import { OpsError } from "../errors.ts";

/** What a conversion is now, and the smallest change worth finding. */
export interface Question {
  /** The share of people who convert without a change, 0 to 1. */
  readonly baseline: number;
  /** Relative to the baseline: 0.1 finds 10 % becoming 11 %. Negative where less is better. */
  readonly effect: number;
}

/** How many people an experiment needs. */
export interface SampleSize {
  readonly formula: Formula;
  readonly perArm: number;
  /** In all arms, so that the smallest has enough. */
  readonly total: number;
  /** Whole weeks; null where nobody said how many people come a day. */
  readonly days: number | null;
  readonly warnings: readonly string[];
}

/** The formulas of `prior-art-cli.md` 8, for a two-sided 0.05 and a power of 0.8. */
export type Formula = "pooled-z" | "baseline-variance" | "sixteen";

export const FORMULAS: readonly Formula[] = ["pooled-z", "baseline-variance", "sixteen"];

/** Quantiles of the normal distribution: 1 − 0.05 / 2, and 0.8. */
const Z_ALPHA = 1.959963984540054;
const Z_BETA = 0.8416212335729143;

const WEEK = 7;
const LONGEST_DAYS = 8 * WEEK;

/**
 * How many people two proportions need to be told apart. The smallest share of a split decides how
 * many must come in all.
 *
 * @param shares percent by arm, without arms that have none
 * @param daily people a day, over all arms
 * @throws `usage` where the question has no answer
 */
export function sampleSize(
  question: Question,
  {
    shares,
    daily,
    formula,
  }: {
    readonly shares: readonly number[];
    readonly daily: number | undefined;
    readonly formula: Formula;
  },
): SampleSize {
  requireAnswerable(question);
  const perArm = PER_ARM[formula](question);
  const smallest = Math.min(...shares);
  const sum = shares.reduce((total, share) => total + share, 0);
  const total = Math.ceil((perArm * sum) / smallest);
  const days = daily === undefined ? null : Math.ceil(total / daily / WEEK) * WEEK;
  return { formula, perArm, total, days, warnings: warningsOf(question, perArm, { total, daily }) };
}

const PER_ARM: Readonly<Record<Formula, (question: Question) => number>> = {
  "pooled-z": (question) => {
    const { baseline, changed, distance } = partsOf(question);
    const pooled = (baseline + changed) / 2;
    const spread =
      Z_ALPHA * Math.sqrt(2 * variance(pooled)) +
      Z_BETA * Math.sqrt(variance(baseline) + variance(changed));
    return Math.ceil(spread ** 2 / distance ** 2);
  },
  "baseline-variance": (question) => {
    const { baseline, distance } = partsOf(question);
    return Math.ceil((2 * variance(baseline) * (Z_ALPHA + Z_BETA) ** 2) / distance ** 2);
  },
  sixteen: (question) => {
    const { baseline, distance } = partsOf(question);
    // Decimal fractions are not exact: what is whole but for that is not one more.
    return Math.ceil((16 * variance(baseline)) / distance ** 2 - 1e-6);
  },
};

function partsOf({ baseline, effect }: Question): {
  readonly baseline: number;
  readonly changed: number;
  readonly distance: number;
} {
  const distance = baseline * effect;
  return { baseline, changed: baseline + distance, distance };
}

const variance = (share: number): number => share * (1 - share);

function requireAnswerable(question: Question): void {
  const { baseline, changed, distance } = partsOf(question);
  if (baseline > 0 && baseline < 1 && distance !== 0 && changed >= 0 && changed <= 1) return;
  throw new OpsError("usage", "Cannot tell how many people it needs: no such change is possible", {
    hint: "The baseline lies between 0 and 100 %, the effect is not 0, and what comes of both is a share",
  });
}

function warningsOf(
  question: Question,
  perArm: number,
  { total, daily }: { readonly total: number; readonly daily: number | undefined },
): string[] {
  const { baseline, changed } = partsOf(question);
  const rarest = Math.min(...[baseline, changed].flatMap((share) => [share, 1 - share]));
  const days = daily === undefined ? undefined : total / daily;
  const warnings: string[] = [];
  if (perArm * rarest < 5)
    warnings.push("Fewer than 5 people are expected on one side: the normal approximation fails");
  if (days !== undefined && days < WEEK)
    warnings.push("Less than a week: days of the week differ, so let it run for a whole one");
  if (days !== undefined && days > LONGEST_DAYS)
    warnings.push("More than 8 weeks: look for a larger effect, or take more people in");
  return warnings;
}
