import { pchisq } from "lib-r-math.js";
import type { VariantDeclaration } from "./declaration.ts";

/** Whether people met the variants in the shares that were declared. */
export interface SampleRatio {
  /** People who met exactly one declared variant. */
  readonly total: number;
  /** `few`: under 100 people, nothing can be said. */
  readonly verdict: "ok" | "mismatch" | "few";
  /** The chance of a deviation at least as large; null where nothing was free to vary. */
  readonly p: number | null;
  /** Variants without a share that somebody met all the same. */
  readonly leaks: readonly string[];
}

/** PostHog's own threshold, and how many people it waits for (`posthog-api.md` 3.9). */
const THRESHOLD = 0.001;
const FEWEST = 100;

/**
 * Pearson's chi-square of observed people against declared shares. People who met several variants
 * and those of a holdout are left out: they stand under names that no variant has.
 */
export function sampleRatio(
  exposures: ReadonlyMap<string, number>,
  variants: readonly Pick<VariantDeclaration, "key" | "share">[],
): SampleRatio {
  const met = variants.map(({ key, share }) => ({ key, share, people: exposures.get(key) ?? 0 }));
  const leaks = met.filter(({ share, people }) => share === 0 && people > 0).map(({ key }) => key);
  const arms = met.filter(({ share }) => share > 0);
  const total = arms.reduce((sum, { people }) => sum + people, 0);
  const shares = arms.reduce((sum, { share }) => sum + share, 0);
  if (total < FEWEST || arms.length < 2)
    return { total, verdict: leaks.length > 0 ? "mismatch" : "few", p: null, leaks };
  const statistic = arms.reduce((sum, { share, people }) => {
    const expected = (total * share) / shares;
    return sum + (people - expected) ** 2 / expected;
  }, 0);
  const p = pchisq(statistic, arms.length - 1, undefined, false);
  const isOff = p < THRESHOLD || leaks.length > 0;
  return { total, verdict: isOff ? "mismatch" : "ok", p, leaks };
}
