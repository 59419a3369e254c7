import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FORMULAS, type Formula, sampleSize } from "../../src/experiment/power.ts";

const perArm = (baseline: number, effect: number, formula: Formula): number =>
  sampleSize({ baseline, effect }, { shares: [50, 50], daily: undefined, formula }).perArm;

// prior-art-cli.md 8
describe.each([
  [0.1, 0.1, 14_751, 14_128, 14_400],
  [0.05, 0.2, 8158, 7457, 7600],
  [0.02, 0.1, 80_682, 76_920, 78_400],
  [0.5, 0.05, 6275, 6280, 6400],
])("a share of %d that changes by %d of itself needs in each arm", (baseline, effect, ...sizes) => {
  test.each(FORMULAS.map((formula, index) => [formula, sizes[index] ?? 0] as const))(
    "by %s %i people",
    (formula, size) => {
      // The tables round to the nearest; a person too few is one too few.
      expect(perArm(baseline, effect, formula) - size).toBeOneOf([0, 1]);
    },
  );
});

test("the smallest arm decides how many must come, in whole weeks", () => {
  const question = { baseline: 0.1, effect: 0.1 };
  const asked = { shares: [80, 20], daily: 10_000, formula: "sixteen" } as const;
  expect(sampleSize(question, asked)).toMatchObject({ perArm: 14_400, total: 72_000, days: 14 });
});

test.each([
  ["a week at least", 0.1, 1_000_000, "whole one"],
  ["eight weeks at most", 0.1, 100, "8 weeks"],
  ["enough of the rare", 900, undefined, "approximation"],
])("warns: %s", (_what, effect, daily, words) => {
  const question = effect === 900 ? { baseline: 0.001, effect } : { baseline: 0.1, effect };
  const { warnings } = sampleSize(question, { shares: [1, 1], daily, formula: "pooled-z" });
  expect(warnings.join()).toContain(words);
});

test.each([
  [0, 0.1],
  [1, 0.1],
  [0.1, 0],
  [0.6, 1],
])("a baseline of %d and an effect of %d are no question", (baseline, effect) => {
  expect(() => perArm(baseline, effect, "pooled-z")).toThrow(
    expect.objectContaining({ kind: "usage" }),
  );
});

test("a smaller effect never needs fewer people", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 0.4, noNaN: true }),
      fc.double({ min: 0.01, max: 0.5, noNaN: true }),
      fc.constantFrom(...FORMULAS),
      (baseline, effect, formula) => {
        expect(perArm(baseline, effect / 2, formula)).toBeGreaterThanOrEqual(
          perArm(baseline, effect, formula),
        );
      },
    ),
  );
});
