import * as fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { byCells } from "../../src/report/cells.ts";

test("every text takes the cells that the tables of wide characters say", async () => {
  const texts = fc.array(fc.oneof(fc.string(), fc.string({ unit: "grapheme" })));
  await fc.assert(
    fc.asyncProperty(texts, async (measured) => {
      const rendered = await byCells((cells) => measured.map((text) => cells(text)).join());
      expect(rendered).toBe(measured.map((text) => stringWidth(text)).join());
    }),
  );
});

test("plain text is rendered once", async () => {
  let times = 0;
  await byCells((cells) => `${(times += 1)} ${cells("Cut here…")}`);
  expect(times).toBe(1);
});
