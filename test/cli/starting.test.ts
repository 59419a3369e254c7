import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const CLI = join(import.meta.dirname, "../../src/cli");

/** The packages that a file's static imports bring with them, through whatever other files. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return new Set();
  seen.add(file);
  const source = readFileSync(file, "utf8").replaceAll(/^(?:import|export) type [^;]*;$/gm, "");
  const imported = [...source.matchAll(/^(?:import|export)\b[^;'"]*\bfrom "([^"]+)"/gm)].map(
    ([, path = ""]) => path,
  );
  const packages = imported.filter((path) => !/^(?:\.|node:)/.test(path));
  const files = imported.filter((path) => path.startsWith(".") && path.endsWith(".ts"));
  return new Set([
    ...packages,
    ...files.flatMap((path) => [...packagesOf(join(file, "..", path), seen)]),
  ]);
}

test("the version and the list of commands need no package", () => {
  expect(packagesOf(join(CLI, "main.ts"))).toEqual(new Set());
});

/** Each takes longer to load than a small command takes to run. */
const LARGE = ["posthog-node", "re2js", "smol-toml", "string-width", "toml-eslint-parser", "zod"];

test("what runs any command loads no large package", () => {
  const packages = packagesOf(join(CLI, "run-command.ts"));
  expect(packages).toContain("citty");
  expect(LARGE.filter((large) => packages.has(large))).toEqual([]);
});

test("eval and check read arguments before they load what reads a config", () => {
  const packages = ["eval", "check"].flatMap((name) => [
    ...packagesOf(join(CLI, "commands", `${name}.ts`)),
  ]);
  expect(packages.filter((each) => each !== "re2js" && LARGE.includes(each))).toEqual([]);
});

test("a replay of files loads nothing that asks an engine", () => {
  const packages = packagesOf(join(CLI, "commands/replay.ts"));
  expect(packages).toContain("@noble/hashes/sha2.js");
  expect(packages).not.toContain("@clickhouse/client");
});

test("reading a config loads no second parser, no engine for patterns and no client", () => {
  const packages = packagesOf(join(CLI, "../config/parse.ts"));
  expect(packages).toContain("smol-toml");
  expect(
    ["toml-eslint-parser", "re2js", "posthog-node"].filter((each) => packages.has(each)),
  ).toEqual([]);
});

test("no file brings the whole of zod", () => {
  const source = join(CLI, "..");
  const files = readdirSync(source, { recursive: true, encoding: "utf8" });
  const whole = files.filter(
    (file) => file.endsWith(".ts") && readFileSync(join(source, file), "utf8").includes('"zod"'),
  );
  expect(whole).toEqual([]);
});
