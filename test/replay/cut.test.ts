import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RandomAccess } from "../../src/replay/parquet/footer.ts";
import { cutAtLines } from "../../src/replay/parts/cut.ts";
import { toBytes } from "./bytes.ts";

const fileOf = (bytes: Uint8Array): RandomAccess => ({
  sizeBytes: bytes.length,
  read: async (from, to) => bytes.slice(from, to),
});

describe("a log of lines", () => {
  test("is cut behind line ends, and nothing is lost or read twice", async () => {
    const line = fc.constantFrom('{"event":"a"}', "", "x".repeat(40), "é", "\r", " ");
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 40 }),
        fc.constantFrom("{}\n", "\uFEFF{}\n", "\n \r\n{}\n"),
        fc.integer({ min: 1, max: 300 }),
        async (lines, start, partBytes) => {
          const bytes = toBytes(start + lines.join("\n"));
          const parts = await cutAtLines(fileOf(bytes), partBytes);
          expect(parts[0]?.from).toBe(0);
          expect(parts.at(-1)?.to).toBe(bytes.length);
          for (const [index, { from }] of parts.entries()) {
            if (index === 0) continue;
            expect(from).toBe(parts[index - 1]?.to);
            expect(bytes[from - 1]).toBe(0x0a);
          }
          expect(parts.every(({ from, to }) => from < to)).toBe(true);
        },
      ),
    );
  });

  test("of which a line is longer than a part is cut behind it", async () => {
    const long = `{"a":"${"x".repeat(200_000)}"}\n`;
    const parts = await cutAtLines(fileOf(toBytes(long + long)), 70_000);
    expect(parts.map(({ to }) => to)).toEqual([long.length, 2 * long.length]);
  });
});

test.each([
  ["CSV", "event,distinct_id\na,b\nc,d\n"],
  ["CSV with a name in quotes", '"event","distinct_id"\n"a\nb",c\n'],
  ["Parquet", "PAR1aaa\naaa\naaa\nPAR1"],
  ["gzip", new Uint8Array([0x1f, 0x8b, 0x0a, 0x0a, 0x0a])],
  ["nothing but blank lines", "\n\n\n\n\n\n"],
])("%s stays whole", async (_, content) => {
  const bytes = toBytes(content);
  expect(await cutAtLines(fileOf(bytes), 2)).toEqual([{ from: 0, to: bytes.length }]);
});
