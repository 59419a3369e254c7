import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Desk, deliver } from "../../src/cli/deliver.ts";
import type { Outcome } from "../../src/report/format.ts";
import { github } from "../../src/report/formats/github.ts";
import { text } from "../../src/report/formats/text.ts";
import { folder } from "../disk/folder.ts";
import { many, outcome } from "../report/formats/found.ts";

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

/** Where results go, and what was said and printed there. */
async function openDesk(): Promise<{ desk: Desk; cwd: string; printed: string[] }> {
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
  return { desk, cwd, printed };
}

test("a report that would repeat a value is dropped before anything is written", async () => {
  const { desk, cwd, printed } = await openDesk();
  for (const [format, out] of [[text], [text, "report"], [github]] as const)
    await expect(deliver(format, leaking(out), desk)).rejects.toThrow("report.self-leak");
  expect(printed).toEqual([]);
  expect(existsSync(join(cwd, "report"))).toBe(false);
  expect(existsSync(join(cwd, "summary.md"))).toBe(false);
});

describe("a step summary that others write too", () => {
  const MIB = 2 ** 20;
  const found = outcome(many(9_000));

  test.each([0, 100_000, 900_000])("of %d bytes stays under 1 MiB as a whole", async (bytes) => {
    const { desk, cwd, printed } = await openDesk();
    const file = join(cwd, "summary.md");
    writeFileSync(file, "x".repeat(bytes));
    await deliver(github, found, desk);
    expect(statSync(file).size).toBeLessThan(MIB);
    const added = readFileSync(file, "utf8").slice(bytes);
    expect(added).toMatch(/^FAIL[^]* more findings were cut/);
    expect(printed.join("")).toContain("::error");
  });

  test("that is full is left as it is, and it is said", async () => {
    const { desk, cwd, printed } = await openDesk();
    const file = join(cwd, "summary.md");
    writeFileSync(file, "x".repeat(MIB - 1));
    await deliver(github, found, desk);
    expect(statSync(file).size).toBe(MIB - 1);
    expect(printed.join("\n")).toContain("names: it is full");
  });
});
