/**
 * The chance of a false alarm in one run, PostHog's own for sample ratios (`posthog-api.md` 3.9).
 * Several tests share it evenly (Bonferroni).
 */
export const ALARM = 0.001;

/** The p-value below which one of several tests is a finding. */
export function thresholdFor(tests: number): number {
  return ALARM / Math.max(1, tests);
}

/** The p-value below which one comparison would be called a difference. */
export const SIGNIFICANT = 0.05;
