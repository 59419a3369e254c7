import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileSnapshot, type Snapshot } from "../../src/disk/snapshot-file.ts";
import { toDefinitions } from "../../src/experiment/definitions.ts";
import { flagOf } from "../experiment/declared.ts";
import { folder } from "./folder.ts";

const snapshot: Snapshot = {
  fetchedAt: 1_780_000_000_000,
  host: "https://us.posthog.com",
  project: 12_345,
  definitions: toDefinitions([flagOf("stats-tab", { rollout: 25 })]),
};

describe("the cache of definitions", () => {
  test("gives back what was saved", async () => {
    const file = fileSnapshot(join(await folder(), "cache", "definitions.json"));
    await file.save(snapshot);
    expect(await file.load()).toEqual({ state: "ok", snapshot });
  });

  test.skipIf(process.platform === "win32")("is its owner's alone", async () => {
    const path = join(await folder(), "definitions.json");
    await fileSnapshot(path).save(snapshot);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test("is absent where nobody saved", async () => {
    const at = await folder();
    expect(await fileSnapshot(join(at, "none")).load()).toEqual({ state: "absent" });
    expect(await fileSnapshot(join(at, "no", "folder")).load()).toEqual({ state: "absent" });
  });

  test.each([
    ["", "empty"],
    [" \n", "empty"],
    ['{"version":1,"fetchedAt":17', "unreadable"],
    ["null", "unreadable"],
    [JSON.stringify({ ...snapshot, version: 2 }), "unreadable"],
    [JSON.stringify({ ...snapshot, version: 1, fetchedAt: "now" }), "unreadable"],
    [JSON.stringify({ ...snapshot, version: 1, definitions: { flags: [1] } }), "unreadable"],
  ])("with %j in it is %s", async (text, state) => {
    const path = join(await folder(), "definitions.json");
    await writeFile(path, text);
    expect(await fileSnapshot(path).load()).toEqual({ state });
  });

  test("that is a folder is unreadable", async () => {
    const path = join(await folder(), "definitions.json");
    await mkdir(path);
    expect(await fileSnapshot(path).load()).toEqual({ state: "unreadable" });
  });
});
