import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { goodnessOfFit, independence } from "../../src/simulation/chi-square.ts";

function fit(
  observed: readonly number[],
  shares: readonly number[],
): { statistic: number; p: number | null } {
  const people = observed.reduce((sum, count) => sum + count, 0);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  return goodnessOfFit([
    observed.map((count, index) => ({
      observed: count,
      expected: ((shares[index] ?? 0) / whole) * people,
    })),
  ]);
}

describe("goodness of fit", () => {
  test.each([
    [[5200, 4800], [50, 50], 16, 6.33e-5],
    [[5165, 4835], [50, 50], 10.89, 9.67e-4],
    [[5100, 4900], [50, 50], 4, 0.0455],
    [[3600, 3200, 3200], [1, 1, 1], 32, 1.13e-7],
    [[3400, 3300, 3300], [34, 33, 33], 0, 1],
    [[800, 9200], [10, 90], 44.44, 2.62e-11],
    [[501_500, 498_500], [50, 50], 9, 0.0027],
  ])("%j against %j", (observed, shares, statistic, p) => {
    const seen = fit(observed, shares);
    expect(seen.statistic).toBeCloseTo(statistic, 2);
    expect((seen.p ?? -1) / p).toBeCloseTo(1, 1);
  });

  test("adds groups up: statistics and degrees of freedom", () => {
    const cells = [
      { observed: 60, expected: 50 },
      { observed: 40, expected: 50 },
    ];
    expect(goodnessOfFit([cells, cells])).toMatchObject({ statistic: 8, freedom: 2 });
  });

  test("puts cells together of which fewer than 5 are expected", () => {
    const [large, small, tiny] = [95, 3, 2].map((expected) => ({ observed: expected, expected }));
    expect(goodnessOfFit([[large!, small!, tiny!]])).toMatchObject({ freedom: 1, p: 1 });
    expect(goodnessOfFit([[large!, small!]])).toEqual({ statistic: 0, freedom: 0, p: null });
  });
});

describe("independence", () => {
  test("is Pearson's, with Cramér's V", () => {
    const { statistic, freedom, p, cramersV } = independence([
      [20, 30],
      [30, 20],
    ]);
    expect({ statistic, freedom, cramersV }).toEqual({ statistic: 4, freedom: 1, cramersV: 0.2 });
    expect(p).toBeCloseTo(0.0455, 4);
  });

  test("V is 1 where one property tells the other, 0 where it tells nothing", () => {
    expect(
      independence([
        [50, 0],
        [0, 50],
      ]).cramersV,
    ).toBe(1);
    expect(
      independence([
        [50, 50],
        [50, 50],
      ]),
    ).toMatchObject({ cramersV: 0, p: 1 });
  });

  test("small lines are put together, and one line says nothing", () => {
    expect(
      independence([
        [100, 100, 1],
        [100, 100, 1],
        [2, 2, 0],
      ]),
    ).toMatchObject({ freedom: 1 });
    expect(
      independence([
        [100, 100],
        [0, 0],
      ]),
    ).toMatchObject({ freedom: 0, p: null });
    expect(independence([])).toMatchObject({ p: null });
  });

  test("neither order of lines nor the sides matter", () => {
    const count = fc.integer({ min: 50, max: 200 });
    const table = fc.array(fc.tuple(count, count, count), {
      minLength: 2,
      maxLength: 4,
    });
    fc.assert(
      fc.property(table, (rows) => {
        const turned = [0, 1, 2].map((column) => rows.map((row) => row[column] ?? 0));
        const [one, other] = [independence(rows), independence(rows.toReversed())];
        expect(other.freedom).toBe(one.freedom);
        expect(other.statistic).toBeCloseTo(one.statistic, 6);
        const sides = [independence(turned), independence(turned.toReversed())];
        expect(sides[1]?.statistic).toBeCloseTo(sides[0]?.statistic ?? -1, 6);
      }),
    );
  });
});
