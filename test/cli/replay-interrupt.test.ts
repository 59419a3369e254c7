import { spawn } from "node:child_process";
import { appendFileSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Host } from "../../src/cli/host.ts";
import { createPartReplay } from "../../src/cli/replay-part.ts";
import { assay, envelope, type Seen } from "../assay.ts";
import { desk } from "../posthog.ts";

const COMMAND = join(import.meta.dirname, "../../bin/assay.js");
const TOML = "version = 1\n[events.app_started]\n";
const EVENT = '{"event":"app_started","properties":{}}\n';
const LEAK = '{"event":"app_started","properties":{"note":"/Users/jane/x"}}\n';

/** A replay of standard input that is interrupted in the middle of a line. */
async function interruptedReplay(
  ...argv: readonly string[]
): Promise<Seen & { readonly folder: string }> {
  const { folder } = desk(TOML);
  const interrupt = new AbortController();
  const stdin = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(EVENT + LEAK + EVENT.slice(0, 9));
    interrupt.abort("SIGINT");
  };
  const lent = { cwd: () => folder, stdin, interrupted: interrupt.signal };
  return { ...(await assay(["replay", ...argv], lent)), folder };
}

describe("a replay that is interrupted", () => {
  test("reports what was seen until then, and says that it is incomplete", async () => {
    const seen = await interruptedReplay("-", "--json");
    expect(seen.code).toBe(130);
    const { ok, exitCode, data, diagnostics, meta } = envelope(seen);
    expect({ ok, exitCode }).toEqual({ ok: false, exitCode: 130 });
    expect(data).toMatchObject({ verdict: "fail", logs: [{ reader: { lines: 2, malformed: 0 } }] });
    expect(data["events"]).toEqual({ app_started: 2 });
    expect(data["findings"]).toMatchObject([{ line: 2 }, { line: 2 }]);
    expect(meta?.["incomplete"]).toBe(true);
    expect(diagnostics.map(({ rule }) => rule)).toEqual(["input.interrupted"]);
  });

  test("never passes, though nothing was found", async () => {
    const { folder, write } = desk(TOML);
    const interrupt = new AbortController();
    write("first.jsonl", EVENT);
    const stdin = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(EVENT);
      interrupt.abort("SIGINT");
    };
    const lent = { cwd: () => folder, stdin, interrupted: interrupt.signal };
    const seen = await assay(["replay", "first.jsonl", "-", "first.jsonl", "--json"], lent);
    expect(envelope(seen).data).toMatchObject({ verdict: "fail", findings: [] });
    expect(seen.code).toBe(130);
  });

  test("says so to a person, on the screen and in a file", async () => {
    const shown = await interruptedReplay("-");
    expect(shown.out).toMatch(/^INCOMPLETE /);
    expect(shown.err).toContain("Interrupted: the report is incomplete");
    const { folder, out } = await interruptedReplay(
      "-",
      "--format",
      "markdown",
      "--out",
      "report.md",
    );
    expect(out).toBe("");
    expect(readFileSync(join(folder, "report.md"), "utf8")).toContain("INCOMPLETE");
  });

  test("says so to code scanning", async () => {
    const { out } = await interruptedReplay("-", "--format", "sarif");
    const [run] = JSON.parse(out).runs;
    expect(run.invocations).toMatchObject([{ executionSuccessful: false, exitCode: 130 }]);
  });

  test("tells of threads only the beginning of a log that they read without a gap", async () => {
    const { folder, write } = desk(TOML);
    const content = EVENT.repeat(10_000);
    write("large.jsonl", content);
    const interrupt = new AbortController();
    const read: Promise<unknown>[] = [];
    let first = content.length;
    // The first part, which is read here, and the last come to their ends before the interruption,
    // those between do not.
    const stopping: NonNullable<Host["threads"]> = async () => ({
      cores: 4,
      start: (job) => {
        const replay = createPartReplay(job);
        return {
          replay: async (part) => {
            const { from, to } = part.stretch ?? { from: 0, to: 0 };
            first = Math.min(first, from);
            const isLast = to === content.length;
            const replayed = isLast ? replay(part) : interrupted().then(async () => replay(part));
            if (isLast) read.push(replayed);
            return replayed;
          },
          end: async () => {},
        };
      },
    });
    async function interrupted(): Promise<void> {
      await delay(0);
      await Promise.all(read);
      interrupt.abort("SIGINT");
    }
    const argv = ["replay", "large.jsonl", "--json", "--workers", "4"];
    const lent = { cwd: () => folder, threads: stopping, interrupted: interrupt.signal };
    const seen = await assay(argv, lent);
    expect(seen.code).toBe(130);
    expect(read).toHaveLength(1);
    expect(envelope(seen).data["events"]).toEqual({ app_started: first / EVENT.length });
  });

  // Deno goes on waiting for standard input that was destroyed, until there is some or it ends.
  test.skipIf("Deno" in globalThis)(
    "in a real process",
    async () => {
      const { folder } = desk(TOML);
      const child = spawn(process.execPath, [COMMAND, "replay", "-", "--json"], { cwd: folder });
      const printed = text(child.stdout);
      const code = new Promise((resolve) => void child.on("close", resolve));
      // More than the pipe and the stream hold, so that some of it was read when all is written.
      await new Promise((resolve) => void child.stdin.write(EVENT.repeat(50_000), resolve));
      child.kill("SIGINT");
      const { data, meta } = JSON.parse(await printed);
      expect(await code).toBe(130);
      expect(data.events.app_started).toBeGreaterThan(100);
      expect(meta.incomplete).toBe(true);
    },
    30_000,
  );
});

/** The warnings of a replay during which something happens to its file. */
async function warnings(happens: (path: string) => void): Promise<Seen> {
  const { folder, write } = desk(TOML);
  write("a.jsonl", EVENT);
  const stdin = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(EVENT);
    happens(join(folder, "a.jsonl"));
  };
  return assay(["replay", "-", "a.jsonl", "--json"], { cwd: () => folder, stdin });
}

describe("a log that changes while it is read", () => {
  test.each<[string, (path: string) => void]>([
    ["grew", (path) => appendFileSync(path, EVENT)],
    ["shrank", (path) => truncateSync(path, 20)],
    [
      "was replaced",
      (path) => {
        renameSync(path, `${path}.1`);
        writeFileSync(path, EVENT);
      },
    ],
  ])("is told to have changed: it %s", async (what, happens) => {
    const { diagnostics } = envelope(await warnings(happens));
    expect(diagnostics).toMatchObject([
      { rule: "input.changed", severity: "warning", file: "a.jsonl" },
    ]);
    expect(diagnostics[0]?.message).toContain(`"a.jsonl" ${what} while it was read`);
  });

  test("is not, where nothing happens to it", async () => {
    const seen = await warnings(() => {});
    expect(seen.code).toBe(0);
    expect(envelope(seen).diagnostics).toEqual([]);
  });
});
