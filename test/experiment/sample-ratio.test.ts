import { describe, expect, test } from "vitest";
import { sampleRatio } from "../../src/experiment/sample-ratio.ts";
import { sharesOf } from "./declared.ts";

const over = (
  people: Readonly<Record<string, number>>,
  shares: Readonly<Record<string, number>>,
): ReturnType<typeof sampleRatio> => sampleRatio(new Map(Object.entries(people)), sharesOf(shares));

describe("observed people against declared shares", () => {
  // prior-art-cli.md 8
  test.each([
    [{ a: 5200, b: 4800 }, { a: 50, b: 50 }, 6.33e-5, "mismatch"],
    [{ a: 5165, b: 4835 }, { a: 50, b: 50 }, 9.67e-4, "mismatch"],
    [{ a: 5100, b: 4900 }, { a: 50, b: 50 }, 0.0455, "ok"],
    [{ a: 3600, b: 3200, c: 3200 }, { a: 1, b: 1, c: 1 }, 1.13e-7, "mismatch"],
    [{ a: 3400, b: 3300, c: 3300 }, { a: 34, b: 33, c: 33 }, 1, "ok"],
    [{ a: 800, b: 9200 }, { a: 10, b: 90 }, 2.62e-11, "mismatch"],
    [{ a: 501_500, b: 498_500 }, { a: 50, b: 50 }, 0.0027, "ok"],
  ])("%j of %j", (people, shares, p, verdict) => {
    const seen = over(people, shares);
    expect(seen.verdict).toBe(verdict);
    expect((seen.p ?? 0) / p).toBeCloseTo(1, 1);
  });

  test("say nothing below 100 people", () => {
    expect(over({ a: 99 }, { a: 50, b: 50 }).verdict).toBe("few");
    expect(over({ a: 100 }, { a: 50, b: 50 }).verdict).toBe("mismatch");
  });

  test("leave out those who met several variants and those of a holdout", () => {
    const people = { a: 5000, b: 5000, $multiple: 900, "holdout-4": 400 };
    expect(over(people, { a: 50, b: 50 })).toMatchObject({ total: 10_000, verdict: "ok" });
  });

  test("show who met a variant without a share", () => {
    expect(over({ a: 10, b: 1 }, { a: 100, b: 0 })).toMatchObject({
      verdict: "mismatch",
      leaks: ["b"],
    });
  });
});
