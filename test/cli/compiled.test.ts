import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

/** Says at the end whether V8 took the compiled code of each file that has some. */
const WATCHING = `
const vm = require("node:vm");
const taken = [];
vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options);
    taken.push(!this.cachedDataRejected);
  }
};
process.on("exit", () => console.error(JSON.stringify(taken)));
`;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-compiled-"));
  cpSync(join(ROOT, "bin"), join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "watching.cjs"), WATCHING);
});
afterAll(() => rmSync(folder, { recursive: true }));

const compiled = (): string[] =>
  readdirSync(join(folder, "bin"))
    .filter((name) => name.includes(".js."))
    .map((name) => join(folder, "bin", name));

/** What `check` prints, and whether the compiled code of each file was taken. */
function check(...flags: string[]): { readonly printed: string; readonly taken: Set<unknown> } {
  const config = join(ROOT, "fixtures/mux/assay.toml");
  const watched = ["--require", join(folder, "watching.cjs"), join(folder, "bin/assay.js")];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, ...watched, "check", "--config", config],
    { encoding: "utf8" },
  );
  return { printed: stdout, taken: new Set(JSON.parse(stderr)) };
}

// Deno has an engine of its own, which no build compiles for.
test.skipIf("Deno" in globalThis)("check runs from compiled code, and the same without", () => {
  const { printed, taken } = check();
  expect(printed).toContain("PASS  ");
  expect(taken).toEqual(new Set([true]));

  const underOtherFlags = check("--no-opt");
  expect(underOtherFlags).toEqual({ printed, taken: new Set([false]) });

  for (const file of compiled()) writeFileSync(file, "cut off");
  expect(check()).toEqual(underOtherFlags);

  for (const file of compiled()) rmSync(file);
  expect(check()).toEqual({ printed, taken: new Set() });
});
