import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chunks, type FileStretch } from "../../src/disk/chunks.ts";
import { folder } from "./folder.ts";

describe("the bytes of a file", () => {
  test("come in order, in pieces of 256 KiB", async () => {
    const path = join(await folder(), "log");
    const content = Buffer.alloc(600_000, "abc\n");
    await writeFile(path, content);
    const pieces: Uint8Array[] = [];
    for await (const piece of chunks(path)) pieces.push(piece.slice());
    expect(pieces.map(({ length }) => length)).toEqual([262_144, 262_144, 75_712]);
    expect(Buffer.concat(pieces).equals(content)).toBe(true);
  });

  test("between two places come alone, and what is added meanwhile does not", async () => {
    const path = join(await folder(), "log");
    await writeFile(path, "0123456789");
    const seen = async (stretch?: FileStretch): Promise<string> => {
      let text = "";
      for await (const piece of chunks(path, stretch)) {
        text += Buffer.from(piece).toString();
        await appendFile(path, "more");
      }
      return text;
    };
    expect(await seen({ from: 3, to: 7 })).toBe("3456");
    expect(await seen()).toBe("0123456789more");
  });

  test("let others have their turn while they are read", async () => {
    const path = join(await folder(), "log");
    await writeFile(path, Buffer.alloc(20 * 262_144));
    let isDue = false;
    setImmediate(() => (isDue = true));
    for await (const _ of chunks(path)) if (isDue) break;
    expect(isDue).toBe(true);
  });

  test("can be left early", async () => {
    const path = join(await folder(), "log");
    await writeFile(path, Buffer.alloc(600_000));
    const pieces: Uint8Array[] = [];
    for await (const piece of chunks(path)) {
      pieces.push(piece);
      break;
    }
    expect(pieces).toHaveLength(1);
  });

  test("that is not there is a usage error, without the folders above it", async () => {
    const at = await folder();
    await expect(chunks(join(at, "none")).next()).rejects.toMatchObject({
      kind: "usage",
      message: 'Cannot read "none": ENOENT',
    });
  });
});
