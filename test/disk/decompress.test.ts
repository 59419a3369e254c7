import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decompress } from "../../src/disk/decompress.ts";
import { createXxh64 } from "../../src/disk/xxh64.ts";
import { OpsError } from "../../src/errors.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures/users");
const plain = readFileSync(join(FIXTURES, "users.jsonl"));
const zst = readFileSync(join(FIXTURES, "users.jsonl.zst"));
const gz = gzipSync(plain);

/** Bytes as an input that comes in pieces of a size. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decompressed(bytes: Uint8Array, size = 65_536): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of decompress(pieces(bytes, size), "users")) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** How many bytes come out, none of them kept. */
async function lengthOf(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0;
  for await (const part of decompress(chunks, "users")) length += part.length;
  return length;
}

const uint = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** at) % 256);

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

/** A block of zstd: 0 is as it is, 1 is one byte many times. */
function block(type: number, size: number, content: readonly number[], isLast = false): number[] {
  return [...uint(size * 8 + type * 2 + (isLast ? 1 : 0), 3), ...content];
}

/** A frame with a window descriptor, and neither size nor checksum. */
function frame(windowDescriptor: number, ...blocks: readonly number[][]): Uint8Array {
  return Uint8Array.from([...MAGIC, 0, windowDescriptor, ...blocks.flat()]);
}

const bent = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
const letter = (text: string): number[] => [...Buffer.from(text)];
const WINDOW_1_KIB = 0;
const WINDOW_1_MIB = 10 << 3;
const WINDOW_256_MIB = 18 << 3;

describe("an input", () => {
  const skippable = Uint8Array.from([0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  const text = plain.toString();

  test.each([
    ["nothing", new Uint8Array(0), ""],
    ["plain text", plain, text],
    ["a text shorter than a magic number", letter("a\n"), "a\n"],
    ["gzip", gz, text],
    ["gzip, many members", Buffer.concat([gz, gz, gz]), text.repeat(3)],
    ["zstd", zst, text],
    ["zstd, many frames", Buffer.concat([zst, zst]), text.repeat(2)],
    ["zstd, frames to be skipped", Buffer.concat([skippable, zst, skippable]), text],
    ["zstd, an empty frame", frame(WINDOW_1_KIB, block(0, 0, [], true)), ""],
    [
      "zstd, small blocks",
      frame(0, block(1, 3, letter("a")), block(0, 1, letter("b"), true)),
      "aaab",
    ],
  ])("of %s comes out plain, however it falls into chunks", async (_, bytes, expected) => {
    for (const size of [1, 7, 65_536])
      expect(await decompressed(Uint8Array.from(bytes), size)).toBe(expected);
  });

  test("of tens of thousands of tiny frames is read frame by frame", async () => {
    const one = frame(WINDOW_1_KIB, block(0, 1, letter("a"), true));
    const many = Buffer.concat(Array.from({ length: 20_000 }, () => one));
    expect(await decompressed(many)).toBe("a".repeat(20_000));
  });
});

describe("a bomb", () => {
  const SIZE = 256 * 2 ** 20;

  test("of gzip streams", async () => {
    const bomb = gzipSync(new Uint8Array(16 * 2 ** 20));
    const members = async function* (): AsyncGenerator<Uint8Array> {
      for (let sent = 0; sent < SIZE; sent += 16 * 2 ** 20) yield bomb;
    };
    expect(await lengthOf(members())).toBe(SIZE);
  });

  test("of zstd streams", async () => {
    const BLOCK = 128 * 2 ** 10;
    const blocks = Array.from({ length: SIZE / BLOCK }, (_, at) =>
      block(1, BLOCK, [0], at === SIZE / BLOCK - 1),
    );
    expect(await lengthOf(pieces(frame(WINDOW_1_MIB, ...blocks), 65_536))).toBe(SIZE);
  });
});

describe("compressed data that is not whole is refused by name", () => {
  test.each([
    ["gzip, cut off", gz.subarray(0, -9), "gzip data is damaged"],
    ["gzip, cut off in its second member", Buffer.concat([gz, gz.subarray(0, 5)]), "gzip"],
    ["gzip with another checksum", bent(gz, gz.length - 6), "gzip data is damaged"],
    ["gzip with text behind", Buffer.concat([gz, plain]), "gzip data is damaged"],
    ["zstd, cut off in a block", zst.subarray(0, -9), "zstd data is damaged"],
    ["zstd, cut off in its checksum", zst.subarray(0, -1), "zstd data is damaged"],
    ["zstd with another checksum", bent(zst, zst.length - 1), "zstd data is damaged"],
    ["zstd with another content", bent(zst, zst.length - 20), "zstd data is damaged"],
    ["zstd with text behind", Buffer.concat([zst, plain]), "zstd data is damaged"],
    ["a block longer than its window", frame(0, block(1, 2 ** 20, [0], true)), "damaged"],
    ["a block of no known type", frame(0, block(3, 1, [0], true)), "damaged"],
    ["a window too large", frame(WINDOW_256_MIB, block(0, 0, [], true)), "larger than 128 MiB"],
    ["a dictionary", Uint8Array.from([...MAGIC, 1, 0, 7, ...block(0, 0, [], true)]), "dictionary"],
  ])("%s", async (_, bytes, words) => {
    const refused: unknown = await decompressed(bytes).catch((error: unknown) => error);
    expect(refused).toMatchObject({ kind: "usage", message: expect.stringContaining(words) });
    expect(refused).toMatchObject({ message: expect.stringContaining('"users"') });
  });

  test("wherever it is cut and whatever is changed in it: the whole text or a refusal", async () => {
    // The first four bytes say that it is compressed at all.
    const harm = fc.record({
      at: fc.integer({ min: 4, max: 80 }),
      to: fc.nat(255),
      cut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(gz, zst), harm, async (whole, { at, to, cut }) => {
        const harmed = cut ? whole.subarray(0, at) : Buffer.from(whole).fill(to, at, at + 1);
        const came: unknown = await decompressed(harmed).catch((error: unknown) => error);
        expect(came === plain.toString() || came instanceof OpsError).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

test("a fault of the source comes through as it is", async () => {
  const fault = new Error("the disk is gone");
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield gz.subarray(0, 20);
    throw fault;
  };
  await expect(lengthOf(broken())).rejects.toBe(fault);
});

test.each([
  ["", 0xef46db3751d8e999n],
  ["a", 0xd24ec4f1a98c6e5bn],
  ["abc", 0x44bc2cf5ad770999n],
  ["Nobody inspects the spammish repetition", 0xfbcea83c8a378bf1n],
])("XXH64 of %j, in one piece and byte by byte", (text, expected) => {
  const whole = createXxh64();
  const bytewise = createXxh64();
  whole.update(Buffer.from(text));
  for (const byte of Buffer.from(text)) bytewise.update(Uint8Array.of(byte));
  expect([whole.digest(), bytewise.digest()]).toEqual([expected, expected]);
});
