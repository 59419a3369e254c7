import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { folder } from "../disk/folder.ts";
import { RUN } from "../disk/mounting.ts";
import { COMMON, network, TOML as SHIPPED } from "./network.ts";

const COMMAND = join(import.meta.dirname, "../../bin/assay.js");

const [runner = "", ...options] = RUN;

const KEYS = ["one", "two", "three", "four"];
const TOML = `version = 1
${KEYS.map((key) => `[experiments.${key}]\nuser_overridable = true\n`).join("")}`;

/** The built command as a process of its own; resolves to its exit code. */
async function assay(home: string, ...words: readonly string[]): Promise<number | null> {
  const child = spawn(runner, [...options, COMMAND, ...words], {
    cwd: home,
    env: { PATH: process.env["PATH"], ASSAY_HOME: home },
    stdio: "ignore",
  });
  return new Promise((resolve) => child.once("exit", resolve));
}

test("of processes that choose upon one revision, one succeeds and the others are told", async () => {
  const home = await folder();
  writeFileSync(join(home, "assay.toml"), TOML);
  const codes = await Promise.all(
    ["true", "false", "test", "control"].map(async (value) =>
      assay(home, "override", "set", "one", value, "--if-revision", "0"),
    ),
  );
  expect(codes.toSorted((left, right) => (left ?? 0) - (right ?? 0))).toEqual([0, 4, 4, 4]);
}, 60_000);

test("processes that choose about different keys lose nothing", async () => {
  const home = await folder();
  writeFileSync(join(home, "assay.toml"), TOML);
  const codes = await Promise.all(
    KEYS.map(async (key) => assay(home, "override", "set", key, "test")),
  );
  expect(codes).toEqual([0, 0, 0, 0]);
  const file = join(home, "state/overrides/us.posthog.com-no-project.json");
  const { overrides } = JSON.parse(readFileSync(file, "utf8"));
  expect(Object.keys(overrides).toSorted()).toEqual(KEYS.toSorted());
}, 60_000);

const DIST = pathToFileURL(join(import.meta.dirname, "../../dist/")).href;

test("processes that use a value at once tell of it once for each person", async () => {
  const someone = fc.constantFrom("", "ada", "grace");
  await fc.assert(
    fc.asyncProperty(fc.array(someone, { minLength: 3, maxLength: 6 }), async (people) => {
      const { home, url, lines } = await network();
      const codes = await Promise.all(
        people.map(async (person) => {
          const child = spawn(runner, [...options, join(import.meta.dirname, "process.mjs")], {
            env: {
              DIST,
              TOML: SHIPPED + COMMON,
              PERSON: person,
              ASSAY_HOME: home,
              POSTHOG_HOST: url,
            },
            stdio: ["ignore", "ignore", "inherit"],
          });
          return new Promise((resolve) => child.once("exit", resolve));
        }),
      );
      expect(codes).toEqual(people.map(() => 0));
      const told = lines
        .flatMap((line) => (Array.isArray(line["batch"]) ? line["batch"] : []))
        .map(({ distinct_id, properties }) => [distinct_id, properties["$feature_flag"]].join(" "));
      expect(told).toHaveLength(2 * new Set(people).size);
      expect(new Set(told).size).toBe(told.length);
    }),
    { numRuns: 4 },
  );
}, 120_000);
