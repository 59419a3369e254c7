import { describe, expect, test } from "vitest";
import { skeletonOf, valueAt, withKey, withValue } from "../../../src/replay/proof/leaf.ts";

const shape = (body: Record<string, unknown>): string => skeletonOf(body).shape;
const paths = (body: Record<string, unknown>): string[] =>
  skeletonOf(body).leaves.map(({ path }) => path.join("."));

test("a shape is the key paths and JSON types, whatever the values and their order", () => {
  expect(shape({ a: 1, b: { c: "x" } })).toBe(shape({ b: { c: "y" }, a: 2 }));
  expect(shape({ a: [1, 2] })).toBe(shape({ a: [3] }));
  expect(shape({ a: 1 })).not.toBe(shape({ a: "1" }));
  expect(shape({ a: 1 })).not.toBe(shape({ a: null }));
  expect(shape({ a: [] })).not.toBe(shape({ a: {} }));
  expect(shape({ "a.b": 1 })).not.toBe(shape({ a: { b: 1 } }));
});

test("the members of a list share their leaves", () => {
  expect(paths({ a: [{ b: 1 }, { b: 2 }, { c: null }], d: true }).toSorted()).toEqual([
    "a.0.b",
    "a.2.c",
    "d",
  ]);
});

const nested = (depth: number): Record<string, unknown> =>
  JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);

describe("an event that is not looked at whole says so", () => {
  const wide = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`k${at}`, at]));

  test.each([
    ["deep", nested(40), true],
    ["deep as a line is long", nested(100_000), true],
    ["wide", wide, true],
    ["long", { a: Array.from({ length: 5_000 }, () => 1) }, true],
    ["plain", nested(20), false],
  ])("%s", (_, body, isCut) => {
    expect(skeletonOf(body).isCut).toBe(isCut);
  });
});

describe("a change touches one place and nothing else", () => {
  const body = JSON.parse('{"a":{"b":[1,{"c":"x"}]},"__proto__":{"d":1},"e":2}');

  test("a value", () => {
    const changed = withValue(body, ["a", "b", 1, "c"], () => "y");
    expect(JSON.stringify(changed)).toBe(JSON.stringify(body).replace('"x"', '"y"'));
    expect(withValue({ a: [1, 2] }, ["a", 0], () => 9)).toEqual({ a: [9, 9] });
    expect(valueAt(changed, ["a", "b", 1, "c"])).toBe("y");
    expect(valueAt(body, ["a", "b", 1, "c"])).toBe("x");
  });

  test("a key", () => {
    expect(JSON.stringify(withKey(body, ["__proto__", "d"], () => "z"))).toBe(
      JSON.stringify(body).replace('"d"', '"z"'),
    );
  });

  test("a path that leads nowhere changes nothing", () => {
    expect(withValue(body, ["e", "f"], () => 9)).toEqual(body);
    expect(withKey(body, ["a", "b", 0], () => "z")).toEqual(body);
    expect(valueAt(body, ["constructor"])).toBeUndefined();
  });
});
