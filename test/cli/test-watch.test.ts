import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isDeepStrictEqual } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const COMMAND = join(import.meta.dirname, "../../bin/assay.js");

/** The built command as a process of its own, in a folder with these files. */
function watching(files: Readonly<Record<string, string>>): {
  readonly write: (file: string, text: string) => void;
  /** Reads results up to one with this exit code and these counts. */
  readonly until: (code: number, passed?: number, failed?: number) => Promise<void>;
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>;
} {
  const folder = mkdtempSync(join(tmpdir(), "assay-watch-"));
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  for (const [file, text] of Object.entries(files)) write(file, text);
  const child = spawn(process.execPath, [COMMAND, "test", "--watch", "--json"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    write,
    until: async (...wanted) => {
      for (;;) {
        const line = await lines.next();
        const { exitCode, data } = JSON.parse(String(line.value));
        if (isDeepStrictEqual([exitCode, ...Object.values(data).slice(0, 2)], wanted)) return;
      }
    },
    stop: (signal) => {
      // Not `child.kill`: under Deno it would hide how the process itself ended.
      process.kill(child.pid ?? 0, signal);
      return ended;
    },
  };
}

const config = (rollout: number): string => `version = 1\n[flags.tab]\nrollout = ${rollout}\n`;
const SPEC = `[[tests]]\nflag = "tab"\nat = 25\nexpect = { value = true }\n`;

test("watching runs again at every change of the config or a spec, whatever it is", async () => {
  const { write, until, stop } = watching({ "assay.toml": config(25), "a.assay.test.toml": SPEC });
  await until(0, 1, 0);
  write("assay.toml", config(20));
  await until(1, 0, 1);
  write("assay.toml", "broken");
  await until(2);
  write("assay.toml", config(30));
  await until(0, 1, 0);
  write("b.assay.test.toml", SPEC + SPEC);
  await until(0, 3, 0);
  write("a.assay.test.toml", `${SPEC}colour = 1\n`);
  await until(2);
  expect(await stop("SIGINT")).toBe(130);
});

test("watching leaves other files alone", async () => {
  const { write, until, stop } = watching({ "assay.toml": config(25), "a.assay.test.toml": SPEC });
  await until(0, 1, 0);
  write("notes.md", "other");
  const first = await Promise.race([
    until(0, 1, 0),
    new Promise((done) => setTimeout(done, 600, "quiet")),
  ]);
  expect(first).toBe("quiet");
  expect(await stop("SIGTERM")).toBe(130);
});
