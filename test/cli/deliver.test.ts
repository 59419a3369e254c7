import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Desk, deliver } from "../../src/cli/deliver.ts";
import type { Outcome } from "../../src/report/format.ts";
import { github } from "../../src/report/formats/github.ts";
import { text } from "../../src/report/formats/text.ts";
import { folder } from "../disk/folder.ts";

/** A result that says a mail, as no report of ours does. */
const leaking = (out?: string): Outcome => ({
  command: "replay",
  exitCode: 1,
  diagnostics: [],
  report: {
    outcome: "findings",
    data: {},
    blocks: [{ block: "text", text: "found jane@example.com" }],
    findings: [],
    repeats: (said) => said.includes("jane@example.com"),
    ...(out !== undefined && { out }),
  },
});

test("a report that would repeat a value is dropped before anything is written", async () => {
  const cwd = await folder();
  const printed: string[] = [];
  const desk: Desk = {
    asked: {
      config: undefined,
      env: undefined,
      format: "text",
      quiet: false,
      debug: false,
      color: false,
      timeoutMs: undefined,
    },
    note: (said) => void printed.push(said),
    progress: () => undefined,
    warnings: [],
    host: {
      env: { GITHUB_STEP_SUMMARY: "summary.md" },
      cwd: () => cwd,
      print: (said) => void printed.push(said),
      terminal: { stdin: false, stdout: false, stderr: false },
    },
  };
  for (const [format, out] of [[text], [text, "report"], [github]] as const)
    await expect(deliver(format, leaking(out), desk)).rejects.toThrow("report.self-leak");
  expect(printed).toEqual([]);
  expect(existsSync(join(cwd, "report"))).toBe(false);
  expect(existsSync(join(cwd, "summary.md"))).toBe(false);
});
