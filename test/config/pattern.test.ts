import { expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";
import { refused } from "./refused.ts";

const config = (pattern: string): string =>
  `[events.a]\nb = { pattern = ${JSON.stringify(pattern)} }`;

test.each([
  "[0-9a-f]{10}",
  "v?\\d+\\.\\d+",
  "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
  "(?:a|b)+",
  "(?<name>a)+",
  "[(*+]{2}",
  "(?:\\(\\+\\)){2}",
  "(?:alpha\\d*)?",
  "[\\]+)]+",
  "\\\\1",
  "\\p{L}+",
  "\\u{41}{2}",
])("the pattern %j is taken", (pattern) => {
  expect(() => parseConfig(config(pattern), { file: "assay.toml" })).not.toThrow();
});

const SHAPES = {
  compiles: "Expected a regular expression",
  inside: "Expected no look-around and no back-reference",
  repeats: "Expected no repetition of a group that repeats",
};

test.each([
  ["[", SHAPES.compiles],
  ["a)|(b", SHAPES.compiles],
  ["*", SHAPES.compiles],
  ["(?=a)b", SHAPES.inside],
  ["(?!a)b", SHAPES.inside],
  ["(?<=a)b", SHAPES.inside],
  ["(?<!a)b", SHAPES.inside],
  ["(a)\\1", SHAPES.inside],
  ["(?<x>a)\\k<x>", SHAPES.inside],
  ["\\\\(a)\\1", SHAPES.inside],
  ["(a+)+", SHAPES.repeats],
  ["(?:a*)*", SHAPES.repeats],
  ["(?:a{2,})+", SHAPES.repeats],
  ["(?:a{1,2}){20}", SHAPES.repeats],
  ["(?:a?){20}", SHAPES.repeats],
  ["(?:(?:a+)b)*", SHAPES.repeats],
  ["(?:x(?:a|b+)y)+?", SHAPES.repeats],
])("the pattern %j is refused: %s", (pattern, message) => {
  const [problem, ...rest] = refused(config(pattern)).diagnostics;
  expect(problem).toMatchObject({ rule: "config.value", message, line: 2, column: 17 });
  expect(rest).toEqual([]);
});
