import * as fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { tableLines } from "../../src/report/table.ts";

const ROWS = [
  ["KEY", "STAGE", "NAME"],
  ["checkout-copy", "running", "Plain words at the last step"],
  ["実験", "draft", "利用者に\nわかりやすい言葉で書く"],
];

test("a table without a terminal is as wide as its cells", () => {
  expect(tableLines(ROWS, stringWidth, undefined)).toEqual([
    "KEY            STAGE    NAME",
    "checkout-copy  running  Plain words at the last step",
    "実験           draft    利用者に わかりやすい言葉で書く",
  ]);
});

test("on a terminal its widest columns are cut, and what they name stays whole", () => {
  expect(tableLines(ROWS, stringWidth, 40)).toEqual([
    "KEY            STAGE    NAME",
    "checkout-copy  running  Plain words at…",
    "実験           draft    利用者に わかり…",
  ]);
});

test("whatever the cells hold, lines fit while the columns can be cut", () => {
  const cell = fc.string({ unit: "grapheme", maxLength: 30 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,20}$/), cell, cell), { minLength: 1 }),
      fc.integer({ min: 40, max: 120 }),
      (rows, width) => {
        for (const line of tableLines(rows, stringWidth, width))
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});
