import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isInRollout } from "../../src/evaluation/bucket.ts";
import { firstPlace, isBelow, isWithin } from "../../src/warehouse/assignment/place.ts";

/** As the evaluator makes a double of a place: 32 bits and 28 bits, added and rounded once. */
function double(place: bigint): number {
  return Number(place >> 28n) * 2 ** -32 + Number(place & 0xfffffffn) * 2 ** -60;
}

const LAST = 2n ** 60n - 1n;
const share = fc.oneof(
  fc.double({ min: 0, max: 1 }),
  fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
  fc.constantFrom(0, 2 ** -60, 2 ** -61, 0.5, 1 - 2 ** -53, 1, 1.2, -0.1, 5e-324, Number.NaN),
);
const nearby = fc.bigInt({ min: -300n, max: 300n });
const clamped = (place: bigint): bigint => (place < 0n ? 0n : place > LAST ? LAST : place);

describe("the first place that a share leaves out", () => {
  test("is the edge of the rollout for every whole number around it", () => {
    fc.assert(
      fc.property(share, nearby, (tried, offset) => {
        const limit = firstPlace((at) => !isInRollout("", tried, () => at));
        const place = clamped(limit + offset);
        expect(place < limit).toBe(isInRollout("", tried, () => double(place)));
      }),
    );
  });

  test("is the edge for any place at all", () => {
    fc.assert(
      fc.property(share, fc.bigInt({ min: 0n, max: LAST }), (tried, place) => {
        const limit = firstPlace((at) => !isInRollout("", tried, () => at));
        expect(place < limit).toBe(isInRollout("", tried, () => double(place)));
      }),
    );
  });

  test("lets in the neighbours that a double cannot tell apart", () => {
    const limit = firstPlace((at) => at > 0.5);
    expect(limit).toBe(2n ** 59n + 65n);
    expect(double(limit - 1n)).toBe(0.5);
    expect(double(limit)).toBeGreaterThan(0.5);
  });
});

test("every and none need no comparison", () => {
  expect(isBelow("p", 2n ** 60n)).toBe("TRUE");
  expect(isBelow("p", 0n)).toBe("FALSE");
  expect(isBelow("p", 7n)).toBe("p < 7");
  expect(isWithin("p", 0n, 2n ** 60n)).toBe("TRUE");
  expect(isWithin("p", 7n, 2n ** 60n)).toBe("p >= 7");
  expect(isWithin("p", 7n, 7n)).toBe("FALSE");
  expect(isWithin("p", 7n, 9n)).toBe("p >= 7 AND p < 9");
});
