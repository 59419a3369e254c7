import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { changed, EVENT, growth, judged, messages, MIB, replayed, SECRET } from "./hostile.ts";

const EXPORTS = join(import.meta.dirname, "../../fixtures/exports");

// What a run loads once is no cost of its input.
beforeAll(async () => void (await judged(Buffer.from(EVENT))));

/** Parquet by its beginning, and no end. */
async function* endlessParquet(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("PAR1");
  for (;;) yield new Uint8Array(MIB);
}

describe("Parquet that is not what it says", () => {
  const sound = readFileSync(join(EXPORTS, "events.zstd.parquet"));
  const plain = readFileSync(join(EXPORTS, "events.none.parquet"));

  test.each([
    ["is cut off", sound.subarray(0, -100), "no footer"],
    ["is a beginning alone", Buffer.from("PAR1"), "no footer"],
    ["has a footer longer than itself", changed(sound, -5, 0x7f), "footer does not fit"],
    ["has no footer to speak of", Buffer.from("PAR1\0\0\0\0PAR1"), "damaged"],
    [
      "nests its footer without end",
      Buffer.concat([
        Buffer.from("PAR1"),
        Buffer.alloc(1000, 0x1c),
        Buffer.from([0xe8, 3, 0, 0]),
        Buffer.from("PAR1"),
      ]),
      "damaged",
    ],
    [
      "is zeros within",
      Buffer.concat([sound.subarray(0, 4), Buffer.alloc(4000), sound.subarray(4004)]),
      "damaged",
    ],
  ])("one that %s is refused by name", async (_, bytes, words) => {
    const seen = await replayed(bytes);
    expect(seen.code).toBe(2);
    expect(messages(seen)).toContain(String.raw`Cannot read \"log\" as Parquet`);
    expect(messages(seen)).toContain(words);
  });

  test(
    "one that streams without end is refused before it fills the memory",
    { timeout: 60_000 },
    async () => {
      const seen = await replayed(endlessParquet());
      expect(seen.code).toBe(2);
      expect(messages(seen)).toContain("longer than 256 MiB");
    },
  );

  test("whatever byte is changed or cut: a verdict or a refusal, soon and small", async () => {
    const harm = fc.record({
      at: fc.nat(20_000),
      to: fc.nat(255),
      second: fc.nat(20_000),
      cut: fc.boolean(),
    });
    const grown = await growth(async () =>
      fc.assert(
        fc.asyncProperty(
          fc.constantFrom(sound, plain),
          harm,
          async (whole, { at, to, second, cut }) => {
            const once = changed(whole, at % whole.length, to);
            const twice = changed(once, second % whole.length, 255 - to);
            const from = Buffer.from(cut ? whole.subarray(0, at % whole.length) : twice);
            const seen = await judged(from);
            expect([0, 1, 2]).toContain(seen.code);
            expect(seen.out).not.toContain(SECRET);
          },
        ),
        { numRuns: 300 },
      ),
    );
    expect(grown).toBeLessThan(256);
  });
});
