import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { assay as run, envelope, type Seen } from "../assay.ts";
import { desk } from "../posthog.ts";

const TOML = "version = 1\n[events.app_started]\n";
const EVENT = '{"event":"app_started","properties":{}}\n';
/** Stands in every hostile input, and in nothing that is said about it. */
const SECRET = "jane.doe@example.com";
const EXPORTS = join(import.meta.dirname, "../../fixtures/exports");
const MIB = 2 ** 20;

/** Replays bytes from a file, or pieces from standard input. */
async function replayed(input: Uint8Array | string | AsyncIterable<Uint8Array>): Promise<Seen> {
  const { folder } = desk(TOML);
  const isWhole = typeof input === "string" || input instanceof Uint8Array;
  if (isWhole) writeFileSync(join(folder, "log"), input);
  const seen = await run(["replay", isWhole ? "log" : "-", "--json"], {
    cwd: () => folder,
    ...(!isWhole && { stdin: () => input }),
  });
  expect(seen.out + seen.err).not.toContain(SECRET);
  return seen;
}

/** The same without a folder, for many runs. */
async function judged(bytes: Uint8Array): Promise<Seen> {
  return run(["replay", "-", "--json", "--config", "fixtures/mux/assay.toml"], {
    stdin: async function* () {
      yield bytes;
    },
  });
}

/** The counters that moved. */
function counters(seen: Seen): Record<string, unknown> {
  const [log] = JSON.parse(JSON.stringify(envelope(seen).data["logs"]));
  return Object.fromEntries(Object.entries(log.reader).filter(([, count]) => count !== 0));
}
const messages = (seen: Seen): string => JSON.stringify(envelope(seen).diagnostics);

// What a run loads once is no cost of its input.
beforeAll(async () => void (await judged(Buffer.from(EVENT))));

/** How much memory grew while something ran, at most, in MiB. */
async function growth(act: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
  await act();
  clearInterval(watch);
  return (most - before) / MIB;
}

/** A block of zstd: 128 KiB of one byte, in four bytes. */
function block(isLast: boolean): number[] {
  const word = ((128 * 1024) << 3) | 2 | (isLast ? 1 : 0);
  return [word & 255, (word >> 8) & 255, word >> 16, 0x20];
}

describe("too much", () => {
  test("a line of a gigabyte, in a megabyte of gzip", { timeout: 60_000 }, async () => {
    const member = gzipSync(new Uint8Array(64 * MIB));
    const bomb = Buffer.concat([
      ...Array.from({ length: 16 }, () => member),
      gzipSync(`\n${EVENT}`),
    ]);
    expect(bomb.length).toBeLessThan(1.1 * MIB);
    const grown = await growth(async () => {
      const seen = await replayed(bomb);
      expect(counters(seen)).toEqual({ lines: 2, oversized: 1, singleLines: 1, events: 1 });
      expect(seen.code).toBe(0);
    });
    expect(grown).toBeLessThan(128);
  });

  test("a line of a gigabyte, in a few kilobytes of zstd", { timeout: 60_000 }, async () => {
    const blocks = Array.from({ length: 8192 }, (_, at) => block(at === 8191));
    const bomb = Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, 10 << 3, ...blocks.flat()]);
    const grown = await growth(async () => {
      const seen = await replayed(bomb);
      expect(counters(seen)).toEqual({ lines: 1, oversized: 1 });
      expect(seen.out).toContain("input.empty");
      expect(seen.code).toBe(1);
    });
    expect(grown).toBeLessThan(128);
  });

  test(
    "a line of a gigabyte that streams, and an event behind it",
    { timeout: 60_000 },
    async () => {
      const piece = Buffer.from(SECRET.repeat(Math.floor(MIB / SECRET.length)));
      const endless = async function* (): AsyncGenerator<Uint8Array> {
        for (let sent = 0; sent < 1024 * MIB; sent += piece.length) yield piece;
        yield Buffer.from(`\n${EVENT}`);
      };
      const grown = await growth(async () => {
        const seen = await replayed(endless());
        expect(counters(seen)).toEqual({ lines: 2, oversized: 1, singleLines: 1, events: 1 });
      });
      expect(grown).toBeLessThan(128);
    },
  );

  test("a row of CSV whose quote never ends, and lines that open one each", async () => {
    const head = `event,properties\napp_started,{}\n`;
    const open = `${head}app_started,"${SECRET}\n${"app_started,{}\n".repeat(100_000)}`;
    expect(counters(await replayed(open))).toMatchObject({ malformed: 1, events: 100_001 });
    const each = `${head}${`a"b,"\n`.repeat(500_000)}`;
    expect(counters(await replayed(each))).toMatchObject({ lines: 500_001, malformed: 500_000 });
  });

  test("a zip archive, which is no log", async () => {
    const zip = Buffer.concat([
      Buffer.from("PK\u0003\u0004"),
      gzipSync(SECRET),
      Buffer.alloc(4096),
    ]);
    const seen = await replayed(zip);
    expect(seen.code).toBe(1);
    expect(seen.out).toContain("input.empty");
  });
});

describe("a strange line costs that line", () => {
  const nested = `${'{"a":'.repeat(100_000)}0${"}".repeat(100_000)}`;

  test.each([
    ["lists, 100,000 deep", "[".repeat(100_000) + "]".repeat(100_000), { malformed: 1, events: 1 }],
    ["lists that never end", "[".repeat(100_000), { malformed: 1, events: 1 }],
    ["objects, 100,000 deep", nested, { malformed: 1, events: 1 }],
    [
      "an event that holds them",
      `{"event":"app_started","properties":{"x":${nested}}}`,
      { events: 2 },
    ],
    ["bytes that are no UTF-8", Buffer.from([0xff, 0xfe, 0xc0, 0x80]), { malformed: 1, events: 1 }],
    [
      "such bytes within an event",
      Buffer.from([...Buffer.from('{"event":"app_'), 0xff, ...Buffer.from('","properties":{}}')]),
      { events: 2 },
    ],
    ["NUL bytes", Buffer.alloc(1000), { malformed: 1, events: 1 }],
    ["halves of characters", String.raw`{"event":"\ud800","x":"\udc00"}`, { events: 2 }],
    ["numbers without end", `{"event":"app_started","n":${"9".repeat(10_000)}}`, { events: 2 }],
  ])("%s", async (_, line, counted) => {
    const seen = await replayed(Buffer.concat([Buffer.from(line), Buffer.from(`\n${EVENT}`)]));
    expect(counters(seen)).toMatchObject({ lines: 2, ...counted });
    expect([0, 1]).toContain(seen.code);
  });

  test("properties of an export, 100,000 deep, are judged as what they are", async () => {
    const row = `event,properties\napp_started,"${nested.replaceAll('"', '""')}"\n`;
    expect(counters(await replayed(row))).toEqual({ lines: 1, singleLines: 1, events: 1 });
  });
});

test("gzip that was cut off is refused by name", async () => {
  const seen = await replayed(gzipSync(`{"event":"${SECRET}"}\n`.repeat(1000)).subarray(0, -20));
  expect(seen.code).toBe(2);
  expect(messages(seen)).toContain("Cannot decompress");
});

/** A byte of it is another, counted from the end where the place is negative. */
function changed(bytes: Uint8Array, at: number, to: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at < 0 ? copy.length + at : at] = to;
  return copy;
}

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
