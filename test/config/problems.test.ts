import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { problems, refused } from "./refused.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures/config");
const wrong = readdirSync(FIXTURES).filter((file) => file.endsWith("-wrong.toml"));

describe("a config that is wrong", () => {
  test.each(wrong)("%s: every problem at once, with its place and what to do", async (file) => {
    const text = readFileSync(join(FIXTURES, file), "utf8");
    const golden = join(FIXTURES, file.replace(".toml", ".expected.txt"));
    await expect(`${problems(text).join("\n")}\n`).toMatchFileSnapshot(golden);
  });

  test("is one config error that counts its problems", () => {
    const error = refused("versoin = 1\ncolour = 2");
    expect(error.kind).toBe("config");
    expect(error.message).toBe('Cannot use config: 2 problems in "assay.toml"');
    expect(refused("colour = 2").message).toBe('Cannot use config: one problem in "assay.toml"');
  });

  test("lists its problems in the order of the file, whoever finds them", () => {
    const lines = refused(
      [
        "[experiments.a]",
        'enabled_variants = ["none"]', // a reference
        "rollout = 101", // the schema
        "# phc_abcdefghijklmnop", // a secret
        "colour = 1",
      ].join("\n"),
    ).diagnostics.map(({ line, rule }) => [line, rule]);
    expect(lines).toEqual([
      [2, "config.reference"],
      [3, "config.value"],
      [4, "config.secret"],
      [5, "config.unknown-key"],
    ]);
  });
});

describe("TOML that does not parse", () => {
  test.each([
    ["a = ", "1:5 config.toml -: Cannot read TOML: invalid value | "],
    ["version = 1\r\n\r\n[flags", "3:2 config.toml -: Cannot read TOML: "],
    ["version = 1\nversion = 2", "2:1 config.toml -: Cannot read TOML: trying to redefine"],
    ["\u{feff}version = 1\n[a]\n[a]", "3:2 config.toml"],
    [
      `a = ${"[".repeat(100)}${"]".repeat(100)}`,
      "config.toml -: Cannot read TOML: document contains",
    ],
    [`${"a.".repeat(100)}a = 1`, "1:1 config.toml -: Cannot read TOML: tables stand too deep"],
  ])("%j is told by place", (text, start) => {
    const [first, ...rest] = problems(text);
    expect(first).toContain(start);
    expect(rest).toEqual([]);
  });
});
