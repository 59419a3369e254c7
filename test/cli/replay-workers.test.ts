import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { workersFor } from "../../src/cli/replay-workers.ts";
import { assay, NOW, type Seen } from "../assay.ts";
import { desk } from "../posthog.ts";
import { threads } from "./threads.ts";

const COMMAND = join(import.meta.dirname, "../../bin/assay.js");

const TOML = `
version = 1
[events.app_started]
how = ["ok", "bad"]
[metrics]
schema = 1
policy = 1
period = "week"
dimensions = []
consent = { on = "consent_changed", granted = "granted" }
[metrics.signals.starts]
on = "app_started"
label = "how"
buckets = ["ok", "bad"]
other = "other"
[events.consent_changed]
granted = "boolean"
[privacy]
min_count = 2
`;

/** About a hundred bytes a line; now and then a leak, a broken line or a change of mind. */
function logOf(count: number, seed: number, end = "\n"): string {
  const lines = Array.from({ length: count }, (_, at) => {
    const dice = (at * 7919 + seed * 104_729) % 1_000;
    if (dice === 1) return "{";
    if (dice === 2) return "";
    const granted = dice % 2 === 0;
    const properties =
      dice < 8
        ? { granted }
        : { how: granted ? "ok" : "bad", ...(dice < 20 && { note: `/Users/jane${at}/x` }) };
    return JSON.stringify({
      event: dice < 8 ? "consent_changed" : "app_started",
      distinct_id: `person-${(at * 31) % 40}`,
      timestamp: "2026-11-20T10:00:00Z",
      properties,
    });
  });
  return lines.join(end) + end;
}

async function* stdin(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(logOf(50, 9));
}

/** What a replay says on so many threads. */
async function replayed(folder: string, names: readonly string[], workers: number): Promise<Seen> {
  const argv = ["replay", ...names, "--json", "--workers", String(workers)];
  return assay(argv, { cwd: () => folder, stdin, threads });
}

describe("however many threads there are", () => {
  test("a large log says the same, and so does it among others of every kind", async () => {
    const { folder, write } = desk(TOML);
    write("large.jsonl", logOf(5_000, 1));
    write("marked.jsonl", `\uFEFF${logOf(2_000, 2, "\r\n")}{`);
    write("small.jsonl", logOf(10, 3));
    write("rows.csv", "event,distinct_id,properties.how\napp_started,ann,ok\n");
    write("broken.jsonl", "{\n{\n");
    writeFileSync(join(folder, "packed.jsonl.gz"), gzipSync(logOf(900, 4)));
    writeFileSync(join(folder, "cut.jsonl.gz"), gzipSync(logOf(900, 5)).subarray(0, 900));
    for (const names of [["large.jsonl"], [".", "-"], ["small.jsonl", "large.jsonl"]]) {
      const alone = await replayed(folder, names, 1);
      expect(alone.code).toBe(1);
      for (const workers of [2, 3, 4])
        expect(await replayed(folder, names, workers)).toEqual(alone);
    }
  }, 60_000);

  test("whatever a log holds", async () => {
    const { folder, write } = desk(TOML);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1_000),
        fc.integer({ min: 1_000, max: 3_000 }),
        fc.constantFrom("\n", "\r\n"),
        fc.integer({ min: 2, max: 4 }),
        async (seed, count, end, workers) => {
          write("a.jsonl", logOf(count, seed, end));
          const alone = await replayed(folder, ["a.jsonl"], 1);
          expect(await replayed(folder, ["a.jsonl"], workers)).toEqual(alone);
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  test("a log that cannot be read is refused alike", async () => {
    const { folder, write } = desk(TOML);
    write("good.jsonl", logOf(3_000, 1));
    writeFileSync(join(folder, "bad.jsonl.gz"), gzipSync(logOf(900, 5)).fill(7, 100, 200));
    const alone = await replayed(folder, ["bad.jsonl.gz", "good.jsonl"], 1);
    expect(alone.code).toBe(2);
    expect(await replayed(folder, ["bad.jsonl.gz", "good.jsonl"], 2)).toEqual(alone);
  });
});

test("real threads say the same as none", async () => {
  const { folder, write } = desk(TOML);
  write("large.jsonl", logOf(5_000, 1));
  writeFileSync(join(folder, "bad.jsonl.gz"), gzipSync(logOf(900, 5)).fill(7, 100, 200));
  const env = { ...process.env, ASSAY_NOW: new Date(NOW).toISOString() };
  const run = async (...names: readonly string[]): Promise<string> =>
    promisify(execFile)(process.execPath, [COMMAND, "replay", ...names, "--json"], {
      cwd: folder,
      env,
      maxBuffer: 2 ** 26,
    }).then(
      ({ stdout }) => stdout,
      (error: unknown) => String(Object(error).stdout),
    );
  const alone = await run("large.jsonl", "--workers", "1");
  expect(JSON.parse(alone).data.findings.length).toBeGreaterThan(10);
  expect(await run("large.jsonl", "--workers", "3")).toBe(alone);
  const refused = await run("bad.jsonl.gz", "large.jsonl", "--workers", "1");
  expect(JSON.parse(refused).exitCode).toBe(2);
  expect(await run("bad.jsonl.gz", "large.jsonl", "--workers", "2")).toBe(refused);
}, 60_000);

const logs = (...gibibytes: readonly number[]): Parameters<typeof workersFor>[1] =>
  gibibytes.map((size) => ({
    path: "a",
    chunks: (async function* () {})(),
    file: { sizeBytes: size * 2 ** 30, read: async () => new Uint8Array() },
  }));

describe("the number of threads", () => {
  test.each([
    ["one until there is a gibibyte", undefined, logs(0.9), 1],
    ["one for each half of one from then on", undefined, logs(0.5, 1), 3],
    ["never more than cores by itself", undefined, logs(100), 4],
    ["as many as are asked for", "9", logs(0.1), 9],
  ])("is %s", async (_, asked, given, expected) => {
    expect(workersFor(asked, given, { ...(await threads()), cores: 4 })).toBe(expected);
  });

  test("is one where there are none", () => {
    expect(workersFor("9", logs(100), undefined)).toBe(1);
  });

  test.each(["0", "-1", "two", "1.5", "", "1000"])("cannot be %j", async (asked) => {
    const seen = await desk(TOML).assay(`replay - --workers=${asked}`);
    expect(seen).toMatchObject({ code: 2, out: "" });
    expect(seen.err).toContain("--workers");
  });
});
