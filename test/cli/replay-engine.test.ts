import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { assay, envelope, type Seen } from "../assay.ts";
import { type Answer, refuse, rows, serve, withSettings } from "../clickhouse-client/server.ts";
import { desk } from "../posthog.ts";

const COMMAND = join(import.meta.dirname, "../../bin/assay.js");
const TOML = "version = 1\n[events.app_started]\n";
const SECRETS = /hunter2|jane|AKIA|ada@example/;

/** A table of lines at a server that answers everything else in its own way. */
const withLines = (answer: Answer): Answer =>
  withSettings([], (asked, response) => {
    if (asked.sql.startsWith("DESCRIBE"))
      response.end(rows(["line", "String", "", "", "", "", ""]));
    else answer(asked, response);
  });

interface Replayed extends Seen {
  readonly asked: Awaited<ReturnType<typeof serve>>["asked"];
}

async function replayAt(answer: Answer, ...argv: readonly string[]): Promise<Replayed> {
  const { folder } = desk(TOML);
  const { url, asked } = await serve(answer);
  const env = { CLICKHOUSE_URL: url, CLICKHOUSE_USER: "jane", CLICKHOUSE_PASSWORD: "hunter2" };
  const line = ["replay", "--engine", "clickhouse", ...argv];
  return { ...(await assay(line, { cwd: () => folder, env })), asked };
}

const unasked: Answer = () => {
  throw new Error("nothing is asked");
};

describe("a command line that does not fit", () => {
  test.each<[string, string, string]>([
    ["", "Cannot run this command: LOG is missing", "Add --help to see what it takes"],
    ["log.jsonl --url http://localhost", "Cannot use --url", "--engine clickhouse"],
    ["log.jsonl --table events", "Cannot use --table", "--engine clickhouse"],
    ["--engine click --table t", "Cannot use --engine: no engine has this name", "clickhouse"],
    ["--engine clickhouse log.jsonl", "Cannot use LOG with --engine clickhouse", "lie"],
    ["--engine clickhouse --table t --workers 2", "Cannot use --workers with", "lie"],
    ["--engine clickhouse --table t --prove", "Cannot use --prove with", "lie"],
    ["--engine clickhouse", "Cannot run this command: --table is missing", "--table"],
    [
      "--engine clickhouse --table t",
      "Cannot run this command: --url is missing",
      "CLICKHOUSE_URL",
    ],
    ["--engine clickhouse --table t --url nowhere", "Cannot use the URL", "http://localhost:8123"],
    ["--engine clickhouse --table t;drop", "Cannot use --table: it is no table", "events"],
  ])("%s", async (line, message, hint) => {
    const { folder } = desk(TOML);
    const argv = ["replay", ...line.split(" ").filter((word) => word !== "")];
    const { code, out, err } = await assay(argv, { cwd: () => folder });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(err).toContain(hint);
    expect(err.trim().split("\n")).toHaveLength(2);
  });

  test("is told before any server is asked", async () => {
    const { code, asked } = await replayAt(unasked, "--table", "t", "--baseline", "absent.json");
    expect(code).toBe(2);
    expect(asked).toEqual([]);
  });
});

describe("who asks", () => {
  test("comes from the environment, and is never printed", async () => {
    const seen = await replayAt(
      withLines((_, response) => refuse(response, 497, 403)),
      "--table",
      "events",
      "--debug",
    );
    expect(seen.asked[0]?.headers.authorization).toBe(`Basic ${btoa("jane:hunter2")}`);
    expect(seen.code).toBe(5);
    expect(seen.err).toContain("(497, ACCESS_DENIED)");
    expect(seen.err + seen.out).not.toMatch(SECRETS);
  });

  test("is in a URL what it is in the environment, and what the URL says goes first", async () => {
    const { url, asked } = await serve((_, response) => refuse(response, 516, 403));
    const { folder } = desk(TOML);
    const own = url.replace("http://", "http://grace:p%40ss@");
    const env = { CLICKHOUSE_USER: "jane", CLICKHOUSE_PASSWORD: "hunter2" };
    const argv = ["replay", "--engine", "clickhouse", "--table", "t", "--url", own, "--json"];
    const seen = await assay(argv, { cwd: () => folder, env });
    expect(asked[0]?.headers.authorization).toBe(`Basic ${btoa("grace:p@ss")}`);
    expect(envelope(seen)).toMatchObject({ ok: false, exitCode: 5 });
    expect(seen.err + seen.out).not.toMatch(/grace|p%40ss|p@ss/);
  });

  test("is never repeated from a function's keys either", async () => {
    const table = "s3('https://b.s3.amazonaws.com/2026/*.jsonl?X-Sig=hunter2', 'AKIA1', 'hunter2')";
    const seen = await replayAt(
      withSettings([], (asked, response) => {
        if (asked.sql.startsWith("DESCRIBE")) response.end(rows(["x", "UInt8"]));
        else unasked(asked, response);
      }),
      "--table",
      table,
      "--debug",
    );
    expect(seen.code).toBe(2);
    expect(seen.err).toContain('Cannot replay "s3(2026/*.jsonl)"');
    expect(seen.err + seen.out).not.toMatch(SECRETS);
  });
});

describe("a failure of the server", () => {
  test.each([
    [60, 2],
    [497, 5],
    [241, 6],
  ])("of code %i ends with %i, and quotes nothing", async (code, exitCode) => {
    const answer = withLines((_, response) => refuse(response, code));
    const seen = await replayAt(answer, "--table", "events", "--json");
    expect(envelope(seen)).toMatchObject({ ok: false, exitCode, data: {} });
    expect(envelope(seen).diagnostics).toMatchObject([
      { message: expect.stringContaining(`(${code}, `) },
    ]);
    expect(seen.err + seen.out).not.toMatch(SECRETS);
  });

  test("to be there ends with 6", async () => {
    const { folder } = desk(TOML);
    const argv = "replay --engine clickhouse --table t --url http://127.0.0.1:1".split(" ");
    const { code, err } = await assay(argv, { cwd: () => folder });
    expect(code).toBe(6);
    expect(err).toContain('Cannot reach ClickHouse at "http://127.0.0.1:1"');
  });
});

test("shows on a terminal how far the server is, and wipes it away", async () => {
  const { folder } = desk(TOML);
  const { url, asked } = await serve(
    withLines(({ sql }, response) => {
      if (sql.includes("system.processes")) response.end(rows([12_000, 40_000, 2.5e9]));
      else setTimeout(() => refuse(response, 241), 1_300);
    }),
  );
  const argv = ["replay", "--engine", "clickhouse", "--table", "t", "--url", url];
  const terminal = { stdin: false, stdout: false, stderr: true };
  const { err } = await assay(argv, { cwd: () => folder, terminal });
  const wipe = "\r\u001B[K";
  expect(err).toContain(`${wipe}query 2, 12,000 of 40,000 rows, 2.5 GB read …${wipe}`);
  expect(err).toContain(`${wipe}Cannot finish`);
  const count = asked.length;
  const quiet = await assay([...argv, "--quiet"], { cwd: () => folder, terminal });
  expect(quiet.err).toMatch(/^Cannot finish/m);
  expect(asked.slice(count).every(({ sql }) => !sql.includes("system.processes"))).toBe(true);
});

describe("a replay that is interrupted", () => {
  test("prints one line and nothing of a part, and leaves the server", async () => {
    const { folder } = desk(TOML);
    const interrupt = new AbortController();
    const { url, asked } = await serve(withLines(() => interrupt.abort("SIGINT")));
    const argv = ["replay", "--engine", "clickhouse", "--table", "t", "--url", url];
    const lent = { cwd: () => folder, interrupted: interrupt.signal };
    const { code, out, err } = await assay(argv, lent);
    expect({ code, out, err }).toEqual({ code: 130, out: "", err: "Stopped: interrupted\n" });
    await expect.poll(() => asked.at(-1)?.left.aborted).toBe(true);
  });

  test("ends its process", async () => {
    const { folder } = desk(TOML);
    let pid = Number.NaN;
    // By its number: Deno takes a child that it interrupts itself for one that had no code.
    const { url, asked } = await serve(withLines(() => process.kill(pid, "SIGINT")));
    const argv = [COMMAND, "replay", "--engine", "clickhouse", "--table", "t", "--url", url];
    const started = spawn(process.execPath, argv, { cwd: folder });
    pid = started.pid ?? Number.NaN;
    const said = Promise.all([text(started.stdout), text(started.stderr)]);
    const code = await new Promise((resolve) => void started.on("close", resolve));
    expect({ code, said: await said }).toEqual({ code: 130, said: ["", "Stopped: interrupted\n"] });
    expect(asked.at(-1)?.left.aborted).toBe(true);
  });

  test("by its own deadline says so", async () => {
    const seen = await replayAt(
      withLines(() => {}),
      "--table",
      "t",
      "--timeout",
      "0.2",
    );
    expect(seen.code).toBe(6);
    expect(seen.err).toContain("the time given by --timeout is over");
  });
});
