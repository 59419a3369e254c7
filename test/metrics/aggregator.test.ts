import { describe, expect, test } from "vitest";
import { createAggregator } from "../../src/metrics/aggregator.ts";
import type { Metrics } from "../../src/metrics/signal.ts";
import { boundedV1, seedV1 } from "./reasonix.ts";

type Said = Readonly<Record<string, unknown>> & { readonly kind: string };

type Counted = Record<string, Record<string, number>>;

/** What a stream of events counts to, as plain objects. */
function counted(metrics: Pick<Metrics, "signals" | "consent">, events: readonly Said[]): Counted {
  const aggregator = createAggregator(metrics, "stream");
  for (const body of events) aggregator.observe({ name: body.kind, body });
  return Object.fromEntries(
    [...aggregator.counts].map(([name, row]) => [name, Object.fromEntries(row)]),
  );
}

const usage = (finishReason: string, hit: number, miss: number): Said => ({
  kind: "usage",
  usage: { finishReason, cacheHitTokens: hit, cacheMissTokens: miss },
});
const failed = (err: string, outcome?: string): Said => ({ kind: "turn_done", err, outcome });
const errorClass = (metrics: typeof seedV1, err: string): string | undefined =>
  Object.keys(counted(metrics, [failed(err)])["provider_error"] ?? {})[0];
const says = (granted: unknown): Said => ({ kind: "consent_changed", choice: { granted } });

test("a session counts to its signals (seed-systems 2.12, 1)", () => {
  const session = [
    usage("stop", 99, 1),
    usage("tool_calls", 60, 40),
    { kind: "tool_result", tool: { err: "blocked by permission policy" } },
    { kind: "compaction_done" },
    { kind: "notice", text: "empty final answer blocked: no visible text" },
    failed("acme: status 429: rate limited"),
    { kind: "turn_done" },
  ];
  expect(counted(boundedV1, session)).toEqual({
    finish_reason: { stop: 1, tool_calls: 1 },
    cache_hit: { "99_100": 1, "50_80": 1 },
    tool_error: { permission: 1 },
    compaction: { total: 1 },
    empty_final: { total: 1 },
    provider_error: { http_429: 1 },
    turns: { total: 2 },
  });
  expect(counted(seedV1, session)).toMatchObject({ finish_reason: { "?": 2 } });
});

test.each([seedV1, boundedV1])(
  "a phrase in the middle of a notice counts nothing (2.12, 2)",
  (metrics) => {
    const text = "see docs: empty final answer blocked is a guard";
    expect(counted(metrics, [{ kind: "notice", text }])).toEqual({});
  },
);

test("an event counts once, however many rows select it", () => {
  const text = "empty final answer blocked";
  expect(counted(boundedV1, [{ kind: "notice", text, detail: text, code: "empty_final" }])).toEqual(
    {
      empty_final: { total: 1 },
    },
  );
});

test.each([
  ["status 400: bad", "http_400"],
  ["status 401: no", "http_401"],
  ["status 403: no", "http_401"],
  ["status 429: slow", "http_429"],
  ["status 503: down", "http_5xx"],
  ["connection reset by peer", "stream_interrupted"],
  ["stream interrupted by host", "stream_interrupted"],
  ["context deadline exceeded (timeout)", "timeout"],
  ["something new", "other"],
])("%s is %s in both profiles (2.12, 3)", (err, bucket) => {
  expect([errorClass(seedV1, err), errorClass(boundedV1, err)]).toEqual([bucket, bucket]);
});

/** Defect R8 and its kin: what the seed makes of a text, and what the closed mapping does. */
describe.each([
  ['Preset "deep" is not defined', "stream_interrupted", "other"],
  ["quota resets at noon", "stream_interrupted", "other"],
  ['cannot read "typeof" of undefined', "stream_interrupted", "other"],
  ["outside of the geofence", "stream_interrupted", "other"],
  ["quota reset at noon", "stream_interrupted", "stream_interrupted"],
  ["unexpected EOF", "stream_interrupted", "stream_interrupted"],
  ["request timed out after 600s", "other", "timeout"],
  ["status 4290 things", "http_429", "other"],
  ["Status 500 Internal Server Error", "other", "http_5xx"],
  ['authentication failed for provider "acme" (HTTP 401): no', "other", "http_401"],
  ["429 Too Many Requests", "other", "http_429"],
  ["relay: HTTP/1.1 502 Bad Gateway", "other", "http_5xx"],
  ["status 999: what", "other", "other"],
  ["status 599: what", "http_5xx", "http_5xx"],
  ["status 408: request timeout", "timeout", "timeout"],
  ["status 404: prompt says status 500", "other", "other"],
  ["status 413: too large", "other", "other"],
  ["lookup failed for https://s.invalid/status 503", "http_5xx", "other"],
  ["lookup failed for https://s.invalid/status/503?code=429", "other", "other"],
  ["read tcp 10.0.0.5:500 unauthorized", "other", "other"],
  ["error code: 429", "other", "http_429"],
  ["status code = 503", "other", "http_5xx"],
  ["504 Gateway Time-out", "other", "http_5xx"],
])("%s", (err, seed, bounded) => {
  test(`is ${seed} to the seed`, () => expect(errorClass(seedV1, err)).toBe(seed));
  test(`is ${bounded} to the closed mapping`, () =>
    expect(errorClass(boundedV1, err)).toBe(bounded));
});

test("outcomes that are no provider's fault are not its errors", () => {
  const events = ["recovery_paused", "completion_uncertain", "quota_exhausted"].map((outcome) =>
    failed("no", outcome),
  );
  expect(counted(boundedV1, events)).toMatchObject({ provider_error: { other: 1 } });
  expect(counted(seedV1, events)).toMatchObject({ provider_error: { other: 3 } });
});

test("a status is read in linear time from a hostile line of 1 MiB", () => {
  const size = 1_048_576;
  const hostile = [
    "a",
    "a+",
    "status ",
    "status  :=",
    "http/1.",
    "4",
    "400 ",
    "reset",
    "://",
    "a://",
  ];
  for (const part of hostile) {
    const startedAt = performance.now();
    errorClass(boundedV1, part.repeat(size / part.length));
    expect(performance.now() - startedAt).toBeLessThan(1000);
  }
});

describe("consent told by the log", () => {
  const metrics = {
    ...boundedV1,
    consent: { on: "consent_changed", granted: "choice.granted" },
  };
  const turn: Said = { kind: "turn_done" };

  test.each([
    ["nothing before a grant", [turn, turn], {}],
    ["only what follows a grant", [turn, says(true), turn], { turns: { total: 1 } }],
    ["nothing after a refusal", [says(true), turn, says(false), turn], { turns: { total: 1 } }],
    [
      "again after a second grant",
      [says(true), says(false), says(true), turn],
      { turns: { total: 1 } },
    ],
    ["nothing on a grant that is not true", [says("true"), turn, says(1), turn], {}],
    ["nothing on a grant without a word", [{ kind: "consent_changed" }, turn], {}],
    ["nothing after a grant that became unreadable", [says(true), says("yes"), turn], {}],
  ])("counts %s", (_, events, counts) => {
    expect(counted(metrics, events)).toEqual(counts);
  });

  test("counts of a log are those of the part after the grant, wherever it stands", () => {
    const events: Said[] = [turn, usage("stop", 1, 1), failed("status 503"), turn];
    for (let cut = 0; cut <= events.length; cut += 1)
      expect(counted(metrics, events.toSpliced(cut, 0, says(true)))).toEqual(
        counted(boundedV1, events.slice(cut)),
      );
  });

  test("the events that tell consent are not counted, even by a signal on them", () => {
    const on = "consent_changed";
    const signals = [{ kind: "count", name: "asked", on, when: [], unless: new Map() }] as const;
    expect(counted({ ...metrics, signals }, [says(true), says(true)])).toEqual({});
  });
});

test("in a capture, signals read the properties", () => {
  const aggregator = createAggregator(boundedV1, "capture");
  const properties = { usage: { finishReason: "stop" } };
  aggregator.observe({ name: "usage", body: { event: "usage", usage: {}, properties } });
  expect(aggregator.counts.get("finish_reason")).toEqual(new Map([["stop", 1]]));
});
