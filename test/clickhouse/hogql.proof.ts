import { readFileSync } from "node:fs";
import { join } from "node:path";
import { query } from "chdb";
import { beforeAll, expect, test } from "vitest";
import { asking } from "../../src/posthog/query/ask.ts";
import { type QueryEngine, queryEngine } from "../../src/posthog/query/engine.ts";
import { eventSource } from "../../src/posthog/query/events.ts";
import { server } from "../emulator/server.ts";
import { desk } from "../posthog.ts";
import { answerHogQl } from "./hogql.ts";

const MUX = join(import.meta.dirname, "../../fixtures/mux");
const CONFIG = readFileSync(join(MUX, "assay.toml"), "utf8");

interface Captured {
  readonly event: string;
  readonly distinct_id: string;
  readonly properties: object;
  readonly timestamp: string;
  readonly uuid: string;
}

/** The events of the capture, as PostHog would hold them. */
const EVENTS: readonly Captured[] = readFileSync(join(MUX, "mux-posthog-capture.jsonl"), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .flatMap((line) => {
    const { batch, ...single } = JSON.parse(line);
    return batch ?? [single];
  });

function hold(events: readonly Captured[]): void {
  query("DROP TABLE IF EXISTS default.events", "CSV");
  query(
    "CREATE TABLE default.events (uuid UUID, event String, properties String, timestamp DateTime64(6, 'UTC'), distinct_id String) ENGINE = MergeTree ORDER BY timestamp",
    "CSV",
  );
  const rows = events.map(({ properties, timestamp, ...event }) =>
    JSON.stringify({
      ...event,
      properties: JSON.stringify(properties),
      timestamp: timestamp.slice(0, -1).replace("T", " "),
    }),
  );
  query(`INSERT INTO default.events FORMAT JSONEachRow ${rows.join("\n")}`, "CSV");
}

beforeAll(() => hold(EVENTS));

const asExported = ({ event, distinct_id, properties, timestamp, uuid }: Captured): Captured => ({
  event,
  distinct_id,
  properties,
  timestamp,
  uuid,
});

/** A report's data, whatever the log is called, and with no line: events in PostHog have no order. */
function dataOf(out: string): unknown {
  const { data } = JSON.parse(out);
  const findings: readonly Record<string, unknown>[] = data.findings;
  const seen = new Map(
    findings.map((found) => {
      const anywhere = { ...found, path: "", line: null, event: null };
      return [JSON.stringify(anywhere), anywhere];
    }),
  );
  return {
    ...data,
    logs: data.logs.map((log: object) => ({ ...log, path: "" })),
    findings: [...seen.keys()].toSorted(),
  };
}

/** PostHog's parser takes seconds for a query of some thousand characters. */
const PARSING_MS = 600_000;

test(
  "a project's events say in PostHog what their export says as a file",
  async () => {
    const { assay, write } = desk(CONFIG, { query: async (asked) => answerHogQl(asked) });
    write("export.jsonl", EVENTS.map((event) => JSON.stringify(asExported(event))).join("\n"));
    const local = await assay("replay export.jsonl --json");
    const there = await assay("replay --engine posthog --since 2025-01-01 --json");
    expect(there.err).toBe("");
    expect(dataOf(there.out)).toEqual(dataOf(local.out));
    expect(there.code).toBe(local.code);
  },
  PARSING_MS,
);

/** The engine of a project whose events these are. */
function engine(): QueryEngine {
  const { fetch } = server({ query: async (asked) => answerHogQl(asked) });
  const access = { host: "http://posthog.test", project: 1, personalKey: "phx_dev" };
  const ask = asking(access, {
    fetch: async (input, init) => fetch(new Request(input, init)),
    sleep: async () => undefined,
    now: () => 0,
    random: () => 0.5,
    signal: new AbortController().signal,
  });
  return queryEngine(ask, { rows: 1_000_000, queries: 100 });
}

test("a window holds its events from its first moment on, up to its last, each as it was captured", async () => {
  const times = EVENTS.map(({ timestamp }) => timestamp).toSorted();
  const [since = "", until = ""] = [times[20], times[90]];
  const window = { since: Date.parse(since), until: Date.parse(until) };
  const sql = `SELECT text, line FROM ${eventSource(1, window).from}`;
  const seen: unknown[] = [];
  for await (const [text, line] of engine().rows(sql)) {
    expect(line).toBe(0);
    seen.push(JSON.parse(String(text)));
  }
  const within = EVENTS.filter(({ timestamp }) => timestamp >= since && timestamp < until);
  expect(inOrder(seen)).toEqual(inOrder(within.map(asExported)));
});

const inOrder = (events: readonly unknown[]): string[] =>
  events.map((event) => JSON.stringify(event)).toSorted();

test("pages hold every row once, by the hash that PostHog makes", async () => {
  query(
    "INSERT INTO default.events SELECT generateUUIDv4(), 'many', concat('{\"n\":', toString(intDiv(number, 3)), '}'), '2020-01-01 00:00:00', 'it\\'s \\\\b' FROM numbers(40000)",
    "CSV",
  );
  const seen = new Map<unknown, number>();
  const sql = `SELECT JSONExtractInt(properties, 'n') AS n, substring(distinct_id, 4) AS who FROM events
    WHERE event = 'many' AND distinct_id = 'it''s \\\\b'`;
  for await (const [n, who] of engine().rows(sql)) {
    expect(who).toBe("s \\b");
    seen.set(n, (seen.get(n) ?? 0) + 1);
  }
  expect(seen.size).toBe(13_334);
  expect([...seen].filter(([n, times]) => times !== (n === 13_333 ? 1 : 3))).toEqual([]);
});
