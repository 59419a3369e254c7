import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assay, envelope } from "../assay.ts";
import { desk, type Desk } from "../posthog.ts";
import { readXml } from "../report/xml.ts";

const TOML = `
version = 1
[flags.stats-tab]
rollout = 25
[experiments.checkout-copy]
rollout = 100
`;

const SPEC = `
[[tests]]
flag = "stats-tab"
at = 25
expect = { value = true }

[[tests]]
name = "half has the tab"
flag = "stats-tab"
at = 50
expect = { value = true, reason = "condition_match" }
`;

const GOOD = `[[tests]]\nflag = "checkout-copy"\nvariantAt = 0\nexpect = { variant = "control" }\n`;

function withSpecs(files: Readonly<Record<string, string>>): Desk {
  const made = desk(TOML);
  mkdirSync(join(made.folder, "flags"));
  mkdirSync(join(made.folder, "node_modules/other"), { recursive: true });
  for (const [file, text] of Object.entries(files)) made.write(file, text);
  return made;
}

describe("test", () => {
  test("runs every spec below the config, from anywhere, and none of node_modules", async () => {
    const { folder, assay: run } = withSpecs({
      "checkout.assay.test.toml": GOOD,
      "flags/tabs.assay.test.toml": SPEC,
      "node_modules/other/their.assay.test.toml": "broken",
      "plain.toml": "broken",
    });
    const seen = await run("test --json");
    expect(seen.code).toBe(1);
    expect(envelope(seen)).toMatchObject({
      command: "test",
      ok: false,
      data: {
        passed: 2,
        failed: 1,
        files: [
          {
            path: "checkout.assay.test.toml",
            tests: [
              { name: "checkout-copy at 0 % of the variants", flag: "checkout-copy", line: 1 },
            ],
          },
          {
            path: "flags/tabs.assay.test.toml",
            tests: [
              { name: "stats-tab at 25 %", line: 2, ok: true, differs: [] },
              {
                name: "half has the tab",
                flag: "stats-tab",
                line: 7,
                ok: false,
                expected: { value: true, reason: "condition_match" },
                actual: { value: false, reason: "out_of_rollout_bound", payload: null },
                differs: ["value", "reason"],
              },
            ],
          },
        ],
      },
    });
    const below = await assay(["test", "--json"], { cwd: () => join(folder, "flags") });
    expect(envelope(below).data["files"]).toMatchObject([
      { path: "../checkout.assay.test.toml" },
      { path: "tabs.assay.test.toml" },
    ]);
  });

  test("says where a test failed, what was expected, and how the value came about", async () => {
    const { assay: run } = withSpecs({ "tabs.assay.test.toml": SPEC });
    const { code, out, err } = await run("test");
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(
      new RegExp(
        [
          "^FAIL  tabs\\.assay\\.test\\.toml:7  half has the tab",
          "  value: expected true, got false",
          '  reason: expected "condition_match", got "out_of_rollout_bound"',
          "  flag stats-tab, person person-\\d+",
          "  Group 0: out_of_rollout_bound, decides",
          "    rollout: hash 0\\.\\d+ > 0\\.25: out",
          "",
          "FAIL  1 passed, 1 failed in 1 file\\n$",
        ].join("\\n"),
      ),
    );
  });

  test("the person it names is one that eval answers alike", async () => {
    const { assay: run } = withSpecs({ "tabs.assay.test.toml": SPEC });
    const { out } = await run("test");
    const [, id] = /person (person-\d+)/.exec(out) ?? [];
    expect((await run(`eval stats-tab --id ${id}`)).out).toBe("false\n");
  });

  test("all that holds is one line and 0", async () => {
    const { assay: run } = withSpecs({ "a.assay.test.toml": GOOD });
    expect(await run("test")).toEqual({
      code: 0,
      out: "PASS  1 passed, 0 failed in 1 file\n",
      err: "",
    });
  });

  test("a flag about a group type without a name is warned of", async () => {
    const { assay: run, write } = desk(`version = 1\n[flags.gold]\ngroup_type = 0\n`);
    write("gold.assay.test.toml", `[[tests]]\nflag = "gold"\nexpect = { value = true }\n`);
    const { code, err } = await run("test");
    expect(code).toBe(1);
    expect(err).toContain("group type 0");
    expect(err).toContain("group_types");
  });

  test("--filter keeps tests by name, flag or segment", async () => {
    const { assay: run } = withSpecs({ "a.assay.test.toml": GOOD, "b.assay.test.toml": SPEC });
    const kept = async (text: string): Promise<unknown> =>
      envelope(await run(`test --json --filter "${text}"`)).data;
    expect(await kept("half has")).toMatchObject({ passed: 0, failed: 1, files: [{}] });
    expect(await kept("checkout")).toMatchObject({ passed: 1, failed: 0, files: [{}] });
  });

  test("names files, folders and globs; each runs once", async () => {
    const { assay: run } = withSpecs({
      "a.assay.test.toml": GOOD,
      "flags/b.assay.test.toml": SPEC,
    });
    const paths = async (names: string): Promise<unknown> => {
      const { files } = envelope(await run(`test ${names} --json`)).data;
      return Array.isArray(files) ? files.map(({ path }: { path: string }) => path) : files;
    };
    expect(await paths("flags")).toEqual(["flags/b.assay.test.toml"]);
    expect(await paths("a.assay.test.toml **/*.assay.test.toml")).toEqual([
      "a.assay.test.toml",
      "flags/b.assay.test.toml",
    ]);
  });

  test("--format junit --out writes the file and leaves stdout empty", async () => {
    const { folder, assay: run } = withSpecs({ "a.assay.test.toml": SPEC });
    const seen = await run("test --format junit --out report.xml");
    expect(seen).toEqual({ code: 1, out: "", err: "" });
    const xml = readXml(readFileSync(join(folder, "report.xml"), "utf8"));
    const [suite] = xml.children;
    expect(suite?.attributes).toEqual({
      name: "a.assay.test.toml",
      tests: "2",
      failures: "1",
      errors: "0",
      skipped: "0",
    });
    expect(suite?.children[1]?.children[0]?.attributes["message"]).toBe(
      'value: expected true, got false; reason: expected "condition_match", got "out_of_rollout_bound"',
    );
  });

  test("the example beside the mux config holds", async () => {
    const config = join(import.meta.dirname, "../../fixtures/mux/assay.toml");
    expect(await assay(["test", "--config", config, "--json"])).toMatchObject({ code: 0, err: "" });
  });

  test.each([
    ["test", {}, "Cannot find a spec"],
    ["test missing.toml", {}, "Cannot find a spec"],
    ["test --filter nothing", { "a.assay.test.toml": GOOD }, "--filter"],
    ["test", { "a.assay.test.toml": GOOD.replace("copy", "cpy") }, 'Did you mean "checkout-copy"?'],
    ["test", { "a.assay.test.toml": "[[tests]]" }, "a.assay.test.toml:1:1 tests[0]"],
    ["test --format sarif", { "a.assay.test.toml": GOOD }, "Formats: text, json, junit"],
    ["plan --format junit", {}, "Formats: text, json"],
  ])("%s with %j ends with 2", async (line, files, words) => {
    const { code, out, err } = await withSpecs(files).assay(line);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(words);
  });
});
