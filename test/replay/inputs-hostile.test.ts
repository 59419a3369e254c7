import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { changed, counters, EVENT, growth, judged, MIB, replayed, SECRET } from "./hostile.ts";

// What a run loads once is no cost of its input.
beforeAll(async () => void (await judged(Buffer.from(EVENT))));

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

  test("quotes of CSV that never end, one or one each line", { timeout: 60_000 }, async () => {
    const head = `event,properties\napp_started,{}\n`;
    const open = `${head}app_started,"${SECRET}\n${"app_started,{}\n".repeat(100_000)}`;
    expect(counters(await replayed(open))).toMatchObject({ malformed: 1, events: 100_001 });
    const each = `${head}${`a"b,"\n`.repeat(300_000)}`;
    expect(counters(await replayed(each))).toMatchObject({ lines: 300_001, malformed: 300_000 });
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

test("gzip that was cut off is read as far as it goes, and says so", async () => {
  const whole = gzipSync(EVENT.repeat(1000) + SECRET);
  const seen = await replayed(whole.subarray(0, -20));
  expect(counters(seen)["events"]).toBeGreaterThan(0);
  expect(seen.out).toContain("input.truncated");
  expect(seen.code).toBe(0);
  expect((await replayed(changed(whole, -6, 7))).code).toBe(2);
});
