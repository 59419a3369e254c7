import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formats } from "../../src/report/formats.ts";
import { assay, envelope } from "../assay.ts";
import { folder } from "../disk/folder.ts";

const OPEN_LABEL = `
[experiments.old]
expires = 2020-01-01

[metrics.signals.tool]
on = "tool_used"
label = "tool"
`;

/** A project with this config. */
async function project(toml: string): Promise<{ cwd: () => string }> {
  const path = await folder();
  await writeFile(join(path, "assay.toml"), toml);
  return { cwd: () => path };
}

describe.each(formats.map(({ id }) => id))("check as %s", (id) => {
  test("names each broken rule and fails", async () => {
    const seen = await assay(["check", "--format", id], await project(OPEN_LABEL));
    expect(seen.code).toBe(1);
    expect(seen.out).toContain("def.open-label");
    expect(seen.out).toContain("experiment.expired");
  });

  test("passes where nothing is found", async () => {
    const seen = await assay(["check", "--format", id], await project("version = 1\n"));
    expect({ code: seen.code, err: seen.err }).toEqual({ code: 0, err: "" });
  });

  test("into a file leaves standard output empty", async () => {
    const host = await project(OPEN_LABEL);
    const { out } = await assay(["check", "--format", id], host);
    const seen = await assay(["check", "--format", id, "--out", "report"], host);
    expect(seen).toMatchObject({ code: 1, out: "" });
    expect(readFileSync(join(host.cwd(), "report"), "utf8")).toBe(out);
  });
});

test("code scanning is pointed at the line of the declaration", async () => {
  const host = await project(OPEN_LABEL);
  const { runs } = JSON.parse((await assay(["check", "--format", "sarif"], host)).out);
  const places = runs[0].results.map(
    (result: { ruleId: string; locations: { physicalLocation: Place }[] }) => [
      result.ruleId,
      result.locations[0]?.physicalLocation.artifactLocation.uri,
      result.locations[0]?.physicalLocation.region.startLine,
    ],
  );
  expect(places).toEqual([
    ["def.open-label", "assay.toml", 5],
    ["experiment.expired", "assay.toml", 3],
  ]);
});

interface Place {
  readonly artifactLocation: { readonly uri: string };
  readonly region: { readonly startLine: number };
}

test("every format shows the findings of the JSON, in its order", async () => {
  const host = await project(OPEN_LABEL);
  const { findings } = envelope(await assay(["check", "--json"], host)).data;
  const issues = JSON.parse((await assay(["check", "--format", "gitlab"], host)).out);
  expect(issues.map((issue: { fingerprint: string }) => issue.fingerprint)).toEqual(
    Array.isArray(findings) && findings.map(({ fingerprint }) => fingerprint),
  );
});

test("a rule that passed is a case that passed", async () => {
  const { out } = await assay(["check", "--format", "junit"], await project(OPEN_LABEL));
  expect(out).toContain('<testcase name="def.bad-label" classname="assay.def" file="assay.toml"/>');
  expect(out).toMatch(/<testcase name="def\.open-label"[^>]*line="5">\n\s*<failure/);
});
