import * as fc from "fast-check";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileLock } from "../../src/disk/lock-file.ts";
import { toFlag } from "../../src/experiment/flag.ts";
import { type Base, EMPTY_BASE } from "../../src/experiment/lock.ts";
import { experimentSettings, flagSettings } from "../../src/experiment/settings.ts";
import { experiment } from "../experiment/arbitrary.ts";
import { experimentOf } from "../experiment/declared.ts";
import { applyAll, planFor, remote } from "../experiment/remote.ts";
import { folder } from "./folder.ts";

const nothing = (): Base => ({ flags: {}, experiments: {} });

describe("the lock file", () => {
  test("gives back what was saved", async () => {
    const lock = fileLock(join(await folder(), "assay.lock"));
    await fc.assert(
      fc.asyncProperty(experiment, async (declared) => {
        const { key } = declared;
        const base: Base = {
          flags: { [key]: { id: 1, version: null, settings: flagSettings(toFlag(declared)) } },
          experiments: { [key]: { id: 2, version: 3, settings: experimentSettings(declared) } },
        };
        await lock.update("default", () => base);
        expect(await lock.load("default")).toEqual(base);
      }),
      { numRuns: 30 },
    );
  });

  test("is the third point of the next plan", async () => {
    const lock = fileLock(join(await folder(), "assay.lock"));
    const { store, ask } = remote();
    const declared = [experimentOf("checkout", { rollout: 50 })];
    const { base } = await applyAll(store, declared);
    await lock.update("default", () => base);
    const { filters } = await ask("GET", "feature_flags/1/");
    const groups = [{ ...filters.groups[0], rollout_percentage: 60 }];
    await ask("PATCH", "feature_flags/1/", { filters: { groups } });
    const { changes } = await planFor(store, declared, await lock.load("default"));
    expect(changes.flatMap(({ fields }) => fields)).toEqual([
      { path: "rollout", state: "drift", base: 50, config: 50, remote: 60 },
    ]);
  });

  test("has one section for each environment, its keys sorted", async () => {
    const path = join(await folder(), "assay.lock");
    const lock = fileLock(path);
    await lock.update("staging", nothing);
    await lock.update("default", nothing);
    const text = await readFile(path, "utf8");
    expect(text.indexOf('"default"')).toBeLessThan(text.indexOf('"staging"'));
    expect(text).toBe(
      `${JSON.stringify(
        {
          environments: {
            default: { experiments: {}, flags: {} },
            staging: { experiments: {}, flags: {} },
          },
          version: 1,
        },
        null,
        2,
      )}\n`,
    );
  });

  test("is nothing where there is none, and for an environment without a section", async () => {
    const lock = fileLock(join(await folder(), "assay.lock"));
    expect(await lock.load("default")).toEqual(EMPTY_BASE);
    await lock.update("default", nothing);
    expect(await lock.load("constructor")).toEqual(EMPTY_BASE);
  });

  test("may have passed through an editor that adds a byte order mark and CRLF", async () => {
    const path = join(await folder(), "assay.lock");
    await fileLock(path).update("default", nothing);
    const text = await readFile(path, "utf8");
    await writeFile(path, `\uFEFF${text.replaceAll("\n", "\r\n")}`);
    expect(await fileLock(path).load("default")).toEqual(EMPTY_BASE);
  });

  test("keeps every change, however many are made at once", async () => {
    const { base } = await applyAll(remote().store, [experimentOf("checkout")]);
    const applied = base.flags["checkout"];
    if (applied === undefined) throw new Error("nothing was applied");
    const path = join(await folder(), "assay.lock");
    const keys = ["a", "b", "c", "d", "e"];
    await Promise.all(
      keys.map(async (key) =>
        fileLock(path).update("default", (held) => ({
          ...held,
          flags: { ...held.flags, [key]: applied },
        })),
      ),
    );
    expect(Object.keys((await fileLock(path).load("default")).flags)).toEqual(keys);
  });

  test("is not made for a change that changes nothing", async () => {
    const path = join(await folder(), "assay.lock");
    await fileLock(path).update("default", (held) => held);
    await expect(readFile(path, "utf8")).rejects.toMatchObject({ code: "ENOENT" });
  });

  test.each([
    ["no JSON", "{"],
    ["a merge conflict", "<<<<<<< ours\n{}\n"],
    ["another shape", '{"version":1,"environments":{"default":{"flags":[]}}}'],
    [
      "a flag without its settings",
      '{"version":1,"environments":{"default":{"experiments":{},"flags":{"a":{"id":1,"settings":{}}}}}}',
    ],
    [
      "a group of another shape",
      '{"version":1,"environments":{"default":{"experiments":{},"flags":{"a":{"id":1,"settings":{"groups":[5],"tags":[],"variants":[]}}}}}}',
    ],
    ["a version to come", '{"version":2,"environments":{}}'],
  ])("is a config error when it holds %s", async (_what, text) => {
    const path = join(await folder(), "assay.lock");
    await writeFile(path, text);
    await expect(fileLock(path).load("default")).rejects.toMatchObject({ kind: "config" });
    await expect(fileLock(path).update("default", nothing)).rejects.toMatchObject({
      kind: "config",
    });
    expect(await readFile(path, "utf8")).toBe(text);
  });
});
