import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { identity } from "../../src/disk/identity-file.ts";
import { folder } from "./folder.ts";

test("many that start at once agree on one identity, which stays", async () => {
  const home = await folder();
  const path = join(home, "deep", "identity");
  const all = await Promise.all(Array.from({ length: 20 }, async () => identity(path)));
  expect(new Set(all).size).toBe(1);
  expect(await identity(path)).toBe(all[0]);
  expect(readFileSync(path, "utf8")).toBe(`${all[0]}\n`);
  expect(readdirSync(join(home, "deep"))).toEqual(["identity"]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.each(["", "ada@example.org\n", "00000000-0000-0000-0000-000000000000"])(
  "a file of %j is no identity, and is left alone",
  async (text) => {
    const path = join(await folder(), "identity");
    writeFileSync(path, text);
    await expect(identity(path)).rejects.toMatchObject({ kind: "config" });
    expect(readFileSync(path, "utf8")).toBe(text);
  },
);
