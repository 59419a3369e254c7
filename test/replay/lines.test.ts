import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Line, lines, MAX_LINE_BYTES } from "../../src/replay/lines.ts";
import { join, stream, toBytes } from "./bytes.ts";

async function read(content: string | Uint8Array, cuts: readonly number[] = []): Promise<Line[]> {
  const seen: Line[] = [];
  for await (const run of lines(stream(content, cuts)))
    seen.push(...[...run].map(({ number, text }) => ({ number, text })));
  return seen;
}
const texts = async (content: string | Uint8Array): Promise<(string | null)[]> =>
  (await read(content)).map(({ text }) => text);

test.each([
  ["a mark at the start is skipped (L1)", "\ufeffa\nb", ["a", "b"]],
  ["a mark elsewhere is a character (L1)", "a\n\ufeffb\n", ["a", "\ufeffb"]],
  ["only one mark is skipped (L1)", "\ufeff\ufeffa\n", ["\ufeffa"]],
  ["a mark alone is an empty log (L1, L3)", "\ufeff", []],
  ["a mark before an empty line is no line of its own (L1)", "\ufeff\na", ["", "a"]],
  ["one CR belongs to the LF after it (L2)", "a\r\nb\r\r\nc", ["a", "b\r", "c"]],
  ["a CR elsewhere ends no line (L2)", "a\rb\n\rc", ["a\rb", "\rc"]],
  [
    "other separators end no line (L2)",
    "a\u2028b\u2029c\u0085d\u000be\n",
    ["a\u2028b\u2029c\u0085d\u000be"],
  ],
  ["the last line may lack its terminator (L3)", "a\nb", ["a", "b"]],
  ["a CR without an LF is content (L3)", "a\nb\r", ["a", "b\r"]],
  ["nothing after the last LF is no line (L3)", "a\n", ["a"]],
  ["an empty log has no line (L3)", "", []],
  ["empty lines are lines (L3)", "\n\r\n", ["", ""]],
])("%s", async (_, content, expected) => {
  expect(await texts(content)).toEqual(expected);
});

test("bytes that are no UTF-8 become U+FFFD and the line is still read (L1)", async () => {
  const content = join("a", new Uint8Array([0xff, 0xc3]), "b\n", new Uint8Array([0xf0, 0x9f]));
  expect(await texts(content)).toEqual(["a\ufffd\ufffdb", "\ufffd"]);
});

const full = "x".repeat(MAX_LINE_BYTES);
test.each([
  ["the limit with LF", `${full}\nb`, [full, "b"]],
  ["the limit with CR LF", `${full}\r\nb`, [full, "b"]],
  ["the limit at the end", full, [full]],
  ["the limit after a mark, with CR LF", `\ufeff${full}\r\nb`, [full, "b"]],
  ["one more", `${full}x\nb`, [null, "b"]],
  ["one more with CR LF", `${full}x\r\nb`, [null, "b"]],
  ["one more, which is a CR", `${full}\r\r\nb`, [null, "b"]],
  ["one more at the end", `b\n${full}x`, ["b", null]],
  ["a CR without LF counts", `${full}\r`, [null]],
  ["the limit in bytes, not characters", `${full.slice(1)}é\nb`, [null, "b"]],
  ["a mark on the second line counts", `a\n${full.slice(3)}\ufeffx`, ["a", null]],
])("length: %s (L4)", async (_, content, expected) => {
  const { length } = toBytes(content);
  for (const cuts of [[], [1, 2, 1000, length - 2, length - 1]])
    expect((await read(content, cuts)).map(({ text }) => text)).toEqual(expected);
});

test("a line without an end is never held whole", async () => {
  const chunk = new Uint8Array(262_144).fill(0x61);
  async function* endless(): AsyncGenerator<Uint8Array, void, undefined> {
    for (let sent = 0; sent < 400; sent += 1) yield chunk;
    yield toBytes("\nafter");
  }
  const before = process.memoryUsage().arrayBuffers;
  let peak = 0;
  const seen: Line[] = [];
  for await (const run of lines(endless())) {
    seen.push(...run);
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
  }
  expect(seen).toEqual([
    { number: 1, text: null },
    { number: 2, text: "after" },
  ]);
  expect(peak).toBeLessThan(16 * MAX_LINE_BYTES);
});

const piece = fc.constantFrom(
  "a",
  "é",
  "😀",
  "\ufeff",
  "\r",
  "\n",
  "\r\n",
  " ",
  "\t",
  "{}",
  "\u2028",
);
const content = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));

test("how the bytes fall into chunks never shows", async () => {
  await fc.assert(
    fc.asyncProperty(content, fc.array(fc.nat(80)), async (text, offsets) => {
      const cuts = offsets.map((offset) => Math.min(offset, toBytes(text).length));
      expect(await read(text, cuts)).toEqual(await read(text));
    }),
  );
});

test("CR LF reads like LF", async () => {
  await fc.assert(
    fc.asyncProperty(content, async (text) => {
      const unix = text.replaceAll("\r", "");
      expect(await read(unix.replaceAll("\n", "\r\n"))).toEqual(await read(unix));
    }),
  );
});

test("lines are numbered from one without a gap", async () => {
  const seen = await read("x\n".repeat(5000), [7, 4096, 8191]);
  expect(seen.map(({ number }) => number)).toEqual(
    Array.from({ length: 5000 }, (__, at) => at + 1),
  );
});
