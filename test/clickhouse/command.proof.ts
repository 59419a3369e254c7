import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { query } from "chdb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CODES } from "../../src/clickhouse/fault.ts";
import { SETTINGS_SQL } from "../../src/clickhouse/settings.ts";
import { type Server, serve } from "./server.ts";

const COMMAND = join(import.meta.dirname, "../../bin/assay.js");
const FIXTURES = join(import.meta.dirname, "../../fixtures");

let server: Server;
let folder: string;
beforeAll(async () => {
  server = await serve();
  folder = mkdtempSync(join(tmpdir(), "assay-"));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

interface Seen {
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
}

/** The built command, in a process of its own: the engine of this one answers it. */
async function run(cwd: string, ...argv: readonly string[]): Promise<Seen> {
  const env = { ...process.env, ASSAY_NOW: "2026-11-21T12:00:00Z", CLICKHOUSE_URL: server.url };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [COMMAND, "replay", ...argv],
      { cwd, env, maxBuffer: 2 ** 28 },
      (error, out, err) => resolve({ code: error?.code ?? 0, out, err }),
    );
  });
}

const inEngine = async (cwd: string, table: string, ...argv: readonly string[]): Promise<Seen> =>
  run(cwd, "--engine", "clickhouse", "--table", table, ...argv);

/** A report's data, with the log called by the same name. */
const dataOf = (seen: Seen, shown: string): unknown =>
  JSON.parse(seen.out.replaceAll(`"${shown}"`, '"log"')).data;

const LOG = "mux-posthog-capture.jsonl";

describe("a captured log", () => {
  const cwd = join(FIXTURES, "mux");
  const table = `file('${join(cwd, LOG)}')`;

  test("says in an engine what it says as a file", async () => {
    const local = await run(cwd, LOG, "--json");
    const there = await inEngine(cwd, table, "--json");
    expect(there.err).toBe("");
    expect(dataOf(there, `file(${LOG})`)).toEqual(dataOf(local, LOG));
    expect(there.code).toBe(local.code);
  });

  test("is compared with an older config, and with a baseline, there too", async () => {
    const base = join(folder, "base.json");
    const terms = ["--reason", "as it was", "--expires", "2027-02-28"];
    await inEngine(cwd, table, "--json", "--out", base, ...terms);
    const argv = ["--baseline", base, "--against", "assay.toml", "--json"];
    const there = await inEngine(cwd, table, ...argv);
    expect(there.code).toBe(0);
    const { data } = JSON.parse(there.out);
    expect(data.findings).toEqual([]);
  });
});

test("the stream of an agent is refused, and told where it can be replayed", async () => {
  const cwd = join(FIXTURES, "reasonix");
  const { code, out, err } = await inEngine(cwd, `file('${join(cwd, "reasonix-events.jsonl")}')`);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("--engine local");
});

const place = ({ rule, pointer }: { rule: string; pointer: string }): string =>
  `${rule} ${pointer}`;

/** A report's data without what only lines have; a finding stands in it once. */
function withoutLines({ out }: Seen): unknown {
  const { data } = JSON.parse(out);
  const found: string[] = data.findings.map(
    (each: { rule: string; pointer: string; count: number }) =>
      [each.rule, each.pointer, each.count].join(" "),
  );
  return {
    ...data,
    findings: [...new Set(found)].toSorted(),
    logs: data.logs.map((log: { reader: unknown }) => log.reader),
  };
}

describe("a table", () => {
  const TOML = 'version = 1\n[log]\nform = "capture"\n[events.app_started]\ncount = "count"\n';
  const seenIn = async (table: string): Promise<unknown> => {
    writeFileSync(join(folder, "assay.toml"), TOML);
    const seen = await inEngine(folder, table, "--json");
    if (seen.code !== 0 && seen.code !== 1) throw new Error(seen.err);
    const { data } = JSON.parse(seen.out);
    return { events: data.events, reader: data.logs[0].reader, found: data.findings.map(place) };
  };
  const LINE =
    '{"event":"app_started","distinct_id":"u1","properties":{"count":1,"who":"a@b.org"}}';
  const one = {
    events: { app_started: 1 },
    reader: { lines: 1, singleLines: 1, events: 1, malformed: 0 },
    found: expect.arrayContaining(["pii.email properties.who"]),
  };

  test.each([
    [
      "with PostHog's columns",
      "uuid UUID, event LowCardinality(String), properties String, distinct_id String, timestamp DateTime64(6, 'UTC'), _dummy UInt8",
      `SELECT generateUUIDv4(), 'app_started', '{"count":1,"who":"a@b.org"}', 'u1', now64(6), 0`,
    ],
    [
      "with some of them, nullable",
      "event Nullable(String), properties Nullable(String)",
      `SELECT 'app_started', '{"count":1,"who":"a@b.org"}'`,
    ],
    [
      "with properties as JSON",
      "event String, distinct_id UInt64, properties JSON",
      `SELECT 'app_started', 7, '{"count":1,"who":"a@b.org"}'`,
    ],
    ["of lines alone", "`what``ever` String", `SELECT '${LINE}'`],
    ["of lines among others", "id UInt64, message Nullable(String)", `SELECT 1, '${LINE}'`],
  ])("%s is replayed", async (_, columns, rows) => {
    query("DROP TABLE IF EXISTS default.events", "CSV");
    query(`CREATE TABLE default.events (${columns}) ENGINE = Memory`, "CSV");
    query(`INSERT INTO default.events ${rows}`, "CSV");
    expect(await seenIn("default.events")).toMatchObject(one);
    expect(await seenIn('"default"."events"')).toMatchObject(one);
  });

  test("of an export says what its rows say as a file", async () => {
    const sent = readFileSync(join(FIXTURES, "mux", LOG), "utf8");
    const events = sent.split("\n").flatMap((line): unknown[] => {
      const body = line.startsWith("{") ? JSON.parse(line) : {};
      return body.batch ?? (typeof body.event === "string" ? [body] : []);
    });
    const lines = events.map((event) => JSON.stringify(event));
    writeFileSync(join(folder, "rows.jsonl"), lines.join("\n"));
    const columns =
      "event String, distinct_id Nullable(String), properties String, timestamp Nullable(String)";
    query("DROP TABLE IF EXISTS default.events", "CSV");
    query(`CREATE TABLE default.events (${columns}) ENGINE = Memory`, "CSV");
    query(
      `INSERT INTO default.events SELECT event, distinct_id, properties, timestamp
      FROM file('${folder}/rows.jsonl', JSONEachRow, '${columns}')`,
      "CSV",
    );
    const config = ["--config", join(FIXTURES, "mux/assay.toml"), "--json"];
    const local = withoutLines(await run(folder, "rows.jsonl", ...config));
    expect(withoutLines(await inEngine(folder, "default.events", ...config))).toEqual(local);
  });

  test("of neither shape is refused, and says what it needs", async () => {
    const { code, err } = await inEngine(folder, "system.one");
    expect(code).toBe(2);
    expect(err).toContain('Cannot replay "system.one": it holds neither events nor lines');
  });

  test("that is not there is told by the server's code, without its words", async () => {
    const { code, err, out } = await inEngine(folder, "default.absent", "--debug");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("Cannot find the table in ClickHouse (60, UNKNOWN_TABLE)");
    expect(err).not.toContain("absent");
  });
});

test("files are lines unless they say otherwise, and several have no order", async () => {
  writeFileSync(join(folder, "assay.toml"), "version = 1\n[events.app_started]\n");
  const line = '{"event":"app_started","properties":{"note":"/Users/jane/x"}}\n';
  writeFileSync(join(folder, "a.jsonl"), `\uFEFF{"event":"app_started"}\r\n\n${line}`);
  writeFileSync(join(folder, "b.jsonl"), line);
  const linesOf = async (table: string): Promise<unknown> => {
    const { out } = await inEngine(folder, table, "--json");
    const { data } = JSON.parse(out);
    const lines: unknown = data.findings
      .filter(({ rule }: { rule: string }) => rule === "path.home-path")
      .map((found: { line: number | null }) => found.line);
    return { lines, counted: data.logs[0].reader.lines, malformed: data.logs[0].reader.malformed };
  };
  expect(await linesOf(`file('${folder}/a.jsonl')`)).toEqual({
    lines: [3],
    counted: 3,
    malformed: 0,
  });
  expect(await linesOf(`file('${folder}/a.jsonl', JSONEachRow)`)).toMatchObject({ counted: 2 });
  expect(await linesOf(`file('${folder}/{a,b}.jsonl')`)).toMatchObject({
    lines: [null],
    counted: 4,
  });
});

test("codes have the names that the server gives them", () => {
  const codes = [...CODES.keys()];
  const named = query(
    `SELECT errorCodeToName(arrayJoin([${codes.join(", ")}]))`,
    "JSONCompactEachRow",
  );
  expect(
    named
      .trim()
      .split("\n")
      .map((row): unknown => JSON.parse(row)),
  ).toEqual(codes.map((code) => [CODES.get(code)?.[0]]));
});

test("settings have the names that the server gives them", () => {
  const names = SETTINGS_SQL.match(/'\w+'/g) ?? [];
  const known = query(SETTINGS_SQL, "JSONCompactEachRow").trim().split("\n");
  expect(known).toHaveLength(names.length);
});

test("a query writes nothing, and is asked under settings that leave nothing out", () => {
  expect(server.asked.length).toBeGreaterThan(10);
  expect(server.asked.every((sql) => /^(SELECT|DESCRIBE|WITH)\b/.test(sql))).toBe(true);
  expect(readFileSync(join(folder, "assay.toml"), "utf8")).toContain("version = 1");
});
