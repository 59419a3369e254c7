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
const CONFIG = `${readFileSync(join(MUX, "assay.toml"), "utf8")}
[metrics]
endpoint = "https://metrics.example.com/v1/metrics"
schema = 1
policy = 1
disclosure = "How often messages are sent, and to which models"
[metrics.signals.messages]
on = "message_sent"
[metrics.signals.models]
on = "message_sent"
label = "model"
fold = "trim-lower"
buckets = ["openai:gpt-5", "other"]
other = "other"
`;

interface Captured {
  readonly event: string;
  readonly distinct_id: string;
  readonly properties: object;
  readonly timestamp: string;
  readonly uuid: string;
}

/** What no catalogue declares, twice each: leaks, names made of data, odd numbers, any text. */
const ODD: readonly Captured[] = [
  { who: "jane@example.com", path: "/Users/jane/project", "$feature/gone": "jane@example.com" },
  { deep: { deeper: { deepest: { token: "phc_aaaabbbbccccddddeeeeffff1234" } } }, list: [1, "a"] },
  { "13c64002-d6a1-4a6e-8b5c-0123456789ab": 1, "a.b": 2, __proto: 3, "": 4 },
  { size: 1e21, tiny: 1e-7, whole: 2 ** 53, minus: -0.5, said: "it's \\b {text_1} \u2028 é 漢 😀" },
  { model: "openai:gpt-5", message_length_b2: 3, "$feature/timeline": [true], version: null },
].flatMap((properties, at) =>
  ["message_sent", "jane@example.com"].map((event) => ({
    event,
    distinct_id: `person-${at}`,
    properties,
    timestamp: "2025-12-20T10:00:00.000Z",
    uuid: `019b2d34-ec10-7853-9ff7-00000000000${at}`,
  })),
);

/** The events of the capture, as PostHog would hold them. */
const CAPTURED: readonly Captured[] = readFileSync(join(MUX, "mux-posthog-capture.jsonl"), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .flatMap((line) => {
    const { batch, ...single } = JSON.parse(line);
    return batch ?? [single];
  });

const EVENTS = [...CAPTURED, ...ODD];

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
    for (const what of ["pii.email", "path.home-path", '"models":{"openai:gpt-5":'])
      expect(there.out).toContain(what);
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
