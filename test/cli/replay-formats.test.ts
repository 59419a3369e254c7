import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formats } from "../../src/report/formats.ts";
import { assay, envelope } from "../assay.ts";
import { folder } from "../disk/folder.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures");
const mux = { cwd: () => join(FIXTURES, "mux") };
const LOG = "mux-posthog-capture.jsonl";
const expected: { forbiddenSubstrings: string[] } = JSON.parse(
  readFileSync(join(FIXTURES, "mux/mux-posthog-capture.expected.json"), "utf8"),
);

describe.each(formats.map(({ id }) => id))("a replay as %s", (id) => {
  test("repeats no value of the log, and is the same every time", async () => {
    const argv = ["replay", LOG, "--format", id];
    const [first, second] = [await assay(argv, mux), await assay(argv, mux)];
    expect(first.code).toBe(1);
    expect(first).toEqual(second);
    const said = first.out + first.err;
    expect(expected.forbiddenSubstrings.filter((secret) => said.includes(secret))).toEqual([]);
  });

  test("into a file leaves standard output empty", async () => {
    const file = join(await folder(), "report");
    const printed = await assay(["replay", LOG, "--format", id], mux);
    const seen = await assay(["replay", LOG, "--format", id, "--out", file], mux);
    expect(seen).toEqual({ ...printed, out: "" });
    expect(readFileSync(file, "utf8")).toBe(printed.out);
  });
});

test("every format shows the same findings in the same order", async () => {
  const findings = envelope(await assay(["replay", LOG, "--json"], mux)).data["findings"];
  if (!Array.isArray(findings)) throw new Error("findings are a list");
  const json = [...new Set(findings.map(({ fingerprint }) => fingerprint))];
  const { runs } = JSON.parse((await assay(["replay", LOG, "--format", "sarif"], mux)).out);
  const gitlab = JSON.parse((await assay(["replay", LOG, "--format", "gitlab"], mux)).out);
  expect(gitlab.map((issue: { fingerprint: string }) => issue.fingerprint)).toEqual(json);
  expect(
    runs[0].results.map(
      (each: { partialFingerprints: { primaryLocationLineHash: string } }) =>
        each.partialFingerprints.primaryLocationLineHash,
    ),
  ).toEqual(json.map((fingerprint) => `${fingerprint}:1`));
});

test("a finding points at the line of the config that declares, or should declare, the thing", async () => {
  const toml = readFileSync(join(FIXTURES, "mux/assay.toml"), "utf8").split("\n");
  const { out } = await assay(["replay", LOG, "--format", "gitlab"], mux);
  const issues: { description: string; location: { lines: { begin: number } } }[] = JSON.parse(out);
  const lineOf = (pointer: string): string | undefined => {
    const issue = issues.find(({ description }) => description.includes(` at ${pointer}:`));
    return toml[(issue?.location.lines.begin ?? 0) - 1];
  };
  expect(lineOf("properties.message_length_b2")).toMatch(/^message_length_b2 =/);
  expect(lineOf("properties.$feature/memory")).toMatch(/^\[(?:flags|experiments)\.memory\]/);
  expect(lineOf("properties.prompt")).toMatch(/^\[events\./);
  expect(lineOf("properties.version")).toMatch(/^(?:common|version) =/);
});

describe("on GitHub", () => {
  test("the step summary gets every finding", async () => {
    const file = join(await folder(), "summary.md");
    const env = { GITHUB_STEP_SUMMARY: file };
    await assay(["replay", LOG, "--format", "github"], { ...mux, env });
    const { out } = await assay(["replay", LOG, "--format", "markdown"], mux);
    expect(readFileSync(file, "utf8")).toBe(out);
  });

  test("a summary that cannot be written fails nothing", async () => {
    const env = { GITHUB_STEP_SUMMARY: await folder() };
    const seen = await assay(["replay", LOG, "--format", "github"], { ...mux, env });
    expect(seen.code).toBe(1);
    expect(seen.err).toContain("Cannot write the file that GITHUB_STEP_SUMMARY names");
  });
});

test("a format of findings is refused where nothing is looked for, before anything is done", async () => {
  const seen = await assay(["eval", "--id", "u", "--format", "sarif"], mux);
  expect({ code: seen.code, out: seen.out }).toEqual({ code: 2, out: "" });
  expect(seen.err).toContain("Formats: text, json, markdown, html");
});
