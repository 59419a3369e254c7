import { lstat, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeAtomically } from "../../src/disk/atomic.ts";
import { folder } from "./folder.ts";

const isWindows = process.platform === "win32";

describe("writing a file", () => {
  test("makes its folder, replaces its content and leaves nothing else", async () => {
    const at = await folder();
    const path = join(at, "deep", "file.json");
    await writeAtomically(path, "one");
    await writeAtomically(path, "two");
    expect(await readFile(path, "utf8")).toBe("two");
    expect(await readdir(join(at, "deep"))).toEqual(["file.json"]);
  });

  test("leaves the whole content of one of many writers", async () => {
    const path = join(await folder(), "file");
    const contents = Array.from({ length: 20 }, (_, index) => String(index).repeat(50_000));
    await Promise.all(contents.map(async (content) => writeAtomically(path, content)));
    expect(contents).toContain(await readFile(path, "utf8"));
  });

  test.skipIf(isWindows)("can keep it to its owner", async () => {
    const path = join(await folder(), "file");
    await writeAtomically(path, "mine", { mode: 0o600 });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test.skipIf(isWindows)("follows a link and lets it be one", async () => {
    const at = await folder();
    await writeFile(join(at, "real"), "old");
    await symlink(join(at, "real"), join(at, "link"));
    await writeAtomically(join(at, "link"), "new");
    expect(await readFile(join(at, "real"), "utf8")).toBe("new");
    expect((await lstat(join(at, "link"))).isSymbolicLink()).toBe(true);
  });

  test("that cannot be written is told by name and code, not by its whole path", async () => {
    const at = await folder();
    await writeFile(join(at, "file"), "");
    const written = writeAtomically(join(at, "file", "inside"), "x");
    await expect(written).rejects.toMatchObject({ kind: "config" });
    await expect(written).rejects.not.toThrow(at);
  });
});
