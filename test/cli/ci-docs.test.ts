import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder } from "../disk/folder.ts";

const ROOT = join(import.meta.dirname, "../..");
const MUX = join(ROOT, "fixtures/mux");
const page = readFileSync(join(ROOT, "docs/ci.md"), "utf8");
const blocks = (language: string): string[] =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, own]) => own === language)
    .map(([, , text = ""]) => text);

/** Every command line of the page: `run:` of a step, members of a script, lines for a shell. */
const LINES = [
  ...blocks("yaml").flatMap((text) =>
    [...text.matchAll(/^ *(?:- )?(?:run: |- )(np[mx] .+)$/gm)].map(([, line = ""]) => line),
  ),
  ...blocks("sh").flatMap((text) => text.trim().split("\n")),
];
const OURS = LINES.filter((line) => line !== "npm ci");

const CLEAN = '{"event":"app_started","distinct_id":"u1","properties":{}}\n';
const LEAKING = readFileSync(join(MUX, "mux-posthog-capture.jsonl"), "utf8");

/** A project that has installed the tool, with one captured log. */
async function project(log: string): Promise<string> {
  const path = await folder();
  for (const name of ["node_modules/.bin", "captured"])
    mkdirSync(join(path, name), { recursive: true });
  const command = `#!/bin/sh\nexec node "${join(ROOT, "bin/assay.js")}" "$@"\n`;
  writeFileSync(join(path, "node_modules/.bin/assay"), command, { mode: 0o755 });
  writeFileSync(join(path, "package.json"), "{}");
  for (const file of ["assay.toml", "mux.assay.test.toml"])
    copyFileSync(join(MUX, file), join(path, file));
  writeFileSync(join(path, "captured/events.jsonl"), log);
  return path;
}

interface Ran {
  readonly code: number | null;
  readonly out: string;
}

/** As a runner runs it. Nothing is fetched: the tool must be the installed one. */
function run(line: string, cwd: string): Ran {
  const { status, stdout, stderr } = spawnSync("bash", ["-e", "-c", line], {
    cwd,
    encoding: "utf8",
    env: {
      PATH: process.env["PATH"],
      HOME: cwd,
      CI: "true",
      GITHUB_STEP_SUMMARY: join(cwd, "summary.md"),
      ASSAY_NOW: "2026-11-21T12:00:00Z",
      npm_config_offline: "true",
      npm_config_yes: "false",
    },
  });
  return { code: status, out: stdout + stderr };
}

/** A baseline knows the findings, and whoever makes one asks for them. */
const passes = (line: string): boolean => /--baseline|\|\| true$/.test(line);

/** Each line with its exit code. */
const codes = (lines: readonly string[], cwd: string): string[] =>
  lines.map((line) => {
    const { code, out } = run(line, cwd);
    return code === 0 || code === 1 ? `${line}: ${code}` : `${line}: ${code}\n${out}`;
  });

/** The files that the lines write and nobody wrote. */
const missing = (lines: readonly string[], cwd: string): string[] =>
  lines
    .map((line) => / --out (\S+)/.exec(line)?.[1] ?? "summary.md")
    .filter((file) => !existsSync(join(cwd, file)));

test("the page has a line for each question on both platforms", () => {
  for (const command of ["check", "test", "replay"])
    expect(OURS.filter((line) => line.startsWith(`npx assay ${command} `)).length).toBeGreaterThan(
      1,
    );
  expect(OURS.filter((line) => !line.startsWith("npx assay "))).toEqual([]);
});

test("of a clean log every line passes and leaves its report", { timeout: 120_000 }, async () => {
  const cwd = await project(CLEAN);
  expect(codes(OURS, cwd)).toEqual(OURS.map((line) => `${line}: 0`));
  expect(missing(OURS, cwd)).toEqual([]);
  expect(readFileSync(join(cwd, "summary.md"), "utf8")).toMatch(/PASS/);
});

test(
  "of leaks every replay fails, but where a baseline knows them",
  { timeout: 120_000 },
  async () => {
    const cwd = await project(LEAKING);
    const replays = OURS.filter((line) => line.includes("assay replay"));
    expect(codes(replays, cwd)).toEqual(replays.map((line) => `${line}: ${passes(line) ? 0 : 1}`));
    expect(missing(replays, cwd)).toEqual([]);
    expect(readFileSync(join(cwd, "summary.md"), "utf8")).toContain("event.unknown-property");
    const { runs } = JSON.parse(readFileSync(join(cwd, "replay.sarif"), "utf8"));
    expect(runs[0].results.length).toBeGreaterThan(1);
  },
);
