import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chunks } from "../../src/disk/chunks.ts";
import { folder } from "./folder.ts";

describe("the bytes of a file", () => {
  test("come in order, in pieces of 256 KiB", async () => {
    const path = join(await folder(), "log");
    const content = Buffer.alloc(600_000, "abc\n");
    await writeFile(path, content);
    const pieces: Uint8Array[] = [];
    for await (const piece of chunks(path)) pieces.push(piece);
    expect(pieces.map(({ length }) => length)).toEqual([262_144, 262_144, 75_712]);
    expect(Buffer.concat(pieces).equals(content)).toBe(true);
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
