import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isHighCardinality,
  isStableIdentifier,
  quasiIdentifiers,
} from "../../../src/privacy/release/link.ts";
import { hash52 } from "../../../src/privacy/release/hash52.ts";
import {
  createSketch,
  estimate,
  mergeSketches,
  type Sketch,
} from "../../../src/privacy/release/sketch.ts";
import { linkability } from "../../../src/privacy/release/uploads.ts";

const sketchOf = (texts: readonly string[]): Sketch => {
  const growing = createSketch();
  for (const text of texts) growing.add(hash52(text));
  return growing.sketch();
};

const raw = (shift: number): Map<string, number[]> =>
  new Map(Array.from({ length: 20 }, (_, at) => [`u${at}`, [at * 10 + shift, at]]));

describe("a sketch", () => {
  test("counts exactly while there are few, and forgets repetition", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 60 }), (texts) => {
        expect(estimate(sketchOf([...texts, ...texts]))).toBe(new Set(texts).size);
      }),
    );
  });

  test.each([1_025, 5_000, 60_000])("is within 5 %% of %i", (number) => {
    const texts = Array.from({ length: number }, (_, at) => `value ${at}`);
    expect(Math.abs(estimate(sketchOf(texts)) / number - 1)).toBeLessThan(0.05);
  });

  test("of parts is the sketch of the whole, however it is cut", () => {
    const texts = Array.from({ length: 3_000 }, (_, at) => `value ${at}`);
    for (const cut of [0, 10, 900, 1_500, 2_999]) {
      const parts = [sketchOf(texts.slice(0, cut)), sketchOf(texts.slice(cut))];
      expect(estimate(mergeSketches(parts))).toBe(estimate(sketchOf(texts)));
    }
  });
});

describe("a property", () => {
  test.each([
    [{ rows: 200, people: 20, values: 18, pairs: 22 }, true],
    [{ rows: 200, people: 19, values: 19, pairs: 19 }, false],
    [{ rows: 200, people: 20, values: 17, pairs: 20 }, false],
    [{ rows: 200, people: 20, values: 20, pairs: 23 }, false],
  ])("spread as %j is an identifier by behaviour: %s", (spread, found) =>
    expect(isStableIdentifier(spread)).toBe(found),
  );

  test.each([
    [{ rows: 1_000, values: 101 }, true],
    [{ rows: 1_010, values: 101 }, false],
    [{ rows: 100, values: 100 }, false],
  ])("of %j has too many values: %s", (spread, found) =>
    expect(isHighCardinality({ ...spread, people: 1, pairs: 1 })).toBe(found),
  );
});

test("two properties that are harmless alone may single people out together", () => {
  const people = Array.from(
    { length: 36 },
    (_, at) =>
      new Map([
        ["os", String(at % 6)],
        ["locale", String(Math.floor(at / 6))],
      ]),
  );
  expect(quasiIdentifiers(people, 5)).toEqual([["locale", "os"]]);
  expect(
    quasiIdentifiers(
      people.map((each) => new Map([["os", each.get("os") ?? ""]])),
      5,
    ),
  ).toEqual([]);
});

describe("uploads of two periods", () => {
  test("of raw counts are linked by the nearest vector", () => {
    expect(linkability(raw(0), raw(1))).toEqual({ success: 1, chance: 0.05, linkable: true });
  });

  test("that are all alike are no better than a guess", () => {
    const same = new Map(Array.from({ length: 20 }, (_, at) => [`u${at}`, [1, 0]]));
    const { success, chance, linkable } = linkability(same, same);
    expect(success).toBeCloseTo(chance);
    expect(linkable).toBe(false);
  });
});
