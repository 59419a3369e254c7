import { expect, test } from "vitest";
import { freshness } from "../../src/evaluation/snapshot.ts";

test.each([
  [0, "fresh"],
  [599_999, "fresh"],
  [600_000, "stale"],
  [3_599_999, "stale"],
  [3_600_000, "expired"],
  [-1, "expired"],
  [Number.NaN, "expired"],
])("definitions of age %d are %s", (age, state) => {
  const limits = { freshMs: 600_000, usableMs: 3_600_000 };
  expect(freshness(1e12 - age, 1e12, limits)).toBe(state);
});
