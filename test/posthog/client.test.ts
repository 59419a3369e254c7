import { describe, expect, test } from "vitest";
import { createClient, type Transport } from "../../src/posthog/client.ts";

const HOST = "https://us.posthog.com";
const KEY = "phx_secret";
const NOW = Date.parse("2026-06-01T12:00:00.000Z");

type Reply = Response | Error | (() => Response);

/** A transport that answers in this order, and what was asked and waited for. */
function scripted(replies: readonly Reply[], signal: AbortSignal = new AbortController().signal) {
  const asked: Request[] = [];
  const waits: number[] = [];
  const transport: Transport = {
    fetch: async (input, init) => {
      asked.push(new Request(input, init));
      const reply = replies[asked.length - 1] ?? new Error("more was asked than scripted");
      if (reply instanceof Error) throw reply;
      return typeof reply === "function" ? reply() : reply;
    },
    sleep: async (ms) => void waits.push(ms),
    now: () => NOW,
    random: () => 0.5,
    signal,
  };
  return { asked, waits, client: createClient({ host: HOST, key: KEY }, transport) };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers });

const throttled = (
  headers: Record<string, string> = {},
  detail = "Request was throttled.",
): Response => json({ type: "throttled_error", code: "throttled", detail }, 429, headers);

function unreachable(code: string): Error {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}

describe("a request", () => {
  test("carries the key in its header alone, and JSON both ways", async () => {
    const { client, asked } = scripted([json({ id: 1 })]);
    const answer = await client.request({ method: "POST", path: "/api/x/", body: { a: 1 } });
    expect(answer).toEqual({ id: 1 });
    expect(asked[0]?.headers.get("authorization")).toBe(`Bearer ${KEY}`);
    expect(asked[0]?.url).toBe(`${HOST}/api/x/`);
    expect(await asked[0]?.json()).toEqual({ a: 1 });
  });

  test("never follows a redirect", async () => {
    const moved = new Response(null, { status: 308, headers: { location: "https://else.test/" } });
    const { client, asked } = scripted([moved]);
    await expect(client.request({ method: "POST", path: "/api/x/" })).rejects.toMatchObject({
      kind: "config",
    });
    expect(asked).toHaveLength(1);
  });

  test.each(["<html>Welcome</html>", "ok"])(
    "that is answered with %j is not believed",
    async (text) => {
      const { client } = scripted([new Response(text)]);
      await expect(client.request({ method: "GET", path: "/api/x/" })).rejects.toMatchObject({
        kind: "unavailable",
      });
    },
  );
});

test("an answer without an end is given up before it fills the memory", async () => {
  const chunk = new Uint8Array(1024 * 1024);
  const endless = new ReadableStream<Uint8Array>({ pull: (rows) => rows.enqueue(chunk) });
  const { client, asked } = scripted([new Response(endless)]);
  await expect(client.request({ method: "GET", path: "/api/x/" })).rejects.toMatchObject({
    kind: "unavailable",
  });
  expect(asked).toHaveLength(1);
});

describe("a list", () => {
  test.each([
    ["without an end", "/api/x/?limit=2"],
    ["whose next page is no address", "http://["],
  ])("%s is not believed: half of it would look like all", async (_what, next) => {
    const page = (): Response => json({ results: [1], next });
    const { client } = scripted([page, page]);
    await expect(client.list("/api/x/?limit=2")).rejects.toMatchObject({ kind: "unavailable" });
  });

  test("follows `next` by path and query, on its own host", async () => {
    const { client, asked } = scripted([
      json({ results: [1, 2], next: "http://internal:8000/api/x/?limit=2&offset=2" }),
      json({ results: [3], next: null }),
    ]);
    expect(await client.list("/api/x/?limit=2")).toEqual([1, 2, 3]);
    expect(asked[1]?.url).toBe(`${HOST}/api/x/?limit=2&offset=2`);
  });

  test("without results is not believed", async () => {
    const { client } = scripted([json({ count: 0 })]);
    await expect(client.list("/api/x/")).rejects.toMatchObject({ kind: "unavailable" });
  });
});

describe("a 429 is tried again by every method, as long as it is told to wait", () => {
  test.each<[string, Response, number]>([
    ["Retry-After in seconds", throttled({ "retry-after": "7" }), 7000],
    ["Retry-After as a date", throttled({ "retry-after": "Mon, 01 Jun 2026 12:00:09 GMT" }), 9000],
    ["a date that is over", throttled({ "retry-after": "Mon, 01 Jun 2026 11:00:00 GMT" }), 0],
    ["words", throttled({}, "Request was throttled. Expected available in 4 seconds."), 4000],
    ["nothing", throttled(), 200],
  ])("%s", async (_what, reply, wait) => {
    const { client, waits } = scripted([reply, json({ id: 1 })]);
    await client.request({ method: "POST", path: "/api/x/", body: {} });
    expect(waits).toEqual([wait]);
  });

  test("three times at most, doubling", async () => {
    const { client, asked, waits } = scripted([
      () => throttled(),
      ...Array.from({ length: 9 }, () => throttled),
    ]);
    await expect(client.request({ method: "GET", path: "/api/x/" })).rejects.toMatchObject({
      kind: "unavailable",
    });
    expect(asked).toHaveLength(4);
    expect(waits).toEqual([200, 400, 800]);
  });

  test("but nobody waits for an hour", async () => {
    const { client, waits } = scripted([throttled({ "retry-after": "3600" })]);
    await expect(client.request({ method: "GET", path: "/api/x/" })).rejects.toMatchObject({
      kind: "unavailable",
    });
    expect(waits).toEqual([]);
  });
});

describe("a fault that may hide a success", () => {
  const faults = [
    ["502", (): Reply => new Response("<html>Bad gateway</html>", { status: 502 })],
    ["a lost connection", (): Reply => unreachable("ECONNRESET")],
  ] as const;

  test.each(faults)("%s is tried again by GET", async (_what, fault) => {
    const { client, asked } = scripted([fault(), json({ id: 1 })]);
    await client.request({ method: "GET", path: "/api/x/" });
    expect(asked).toHaveLength(2);
  });

  test.each(
    faults.flatMap(
      ([what, fault]) =>
        [
          ["POST", what, fault],
          ["PATCH", what, fault],
        ] as const,
    ),
  )("is not tried again by %s: %s", async (method, _what, fault) => {
    const { client, asked } = scripted([fault(), json({ id: 1 })]);
    await expect(client.request({ method, path: "/api/x/" })).rejects.toMatchObject({
      kind: "unavailable",
    });
    expect(asked).toHaveLength(1);
  });

  test("a connection that was never made hides nothing", async () => {
    const { client, asked } = scripted([unreachable("ECONNREFUSED"), json({ id: 1 })]);
    await client.request({ method: "POST", path: "/api/x/" });
    expect(asked).toHaveLength(2);
  });
});

describe("the end of time", () => {
  test.each([
    [new DOMException("over", "TimeoutError"), "unavailable"],
    ["SIGINT", "interrupted"],
  ])("by %s is %s", async (reason, kind) => {
    const { client, asked } = scripted([], AbortSignal.abort(reason));
    await expect(client.request({ method: "GET", path: "/api/x/" })).rejects.toMatchObject({
      kind,
    });
    expect(asked).toHaveLength(0);
  });
});

describe("an error", () => {
  const cases: readonly (readonly [string, number, unknown, string, string])[] = [
    ["a wrong key", 401, { detail: "Invalid." }, "unauthorized", "does not know the key"],
    [
      "a missing scope",
      403,
      { detail: "API key missing required scope 'feature_flag:write'" },
      "unauthorized",
      '"feature_flag:write"',
    ],
    [
      "another project",
      403,
      { detail: "API key does not have access to the requested project: ID 2." },
      "unauthorized",
      "requested project: ID 2",
    ],
    ["a conflict", 409, { detail: "The feature flag was updated." }, "conflict", "was updated"],
    ["an approval", 409, { change_request_id: 5 }, "conflict", "waiting for approval"],
    ["a bad value", 400, { detail: "Variant keys must be unique." }, "refused", "must be unique"],
    ["a plan without the feature", 402, { detail: "Upgrade." }, "refused", "Upgrade"],
    ["plain text", 401, "No API token provided", "unauthorized", "does not know the key"],
    ["a web page", 403, "<html>Forbidden</html>", "unauthorized", "may not do this"],
  ];
  test.each(cases)("of %s", async (_what, status, body, kind, words) => {
    const reply = typeof body === "string" ? new Response(body, { status }) : json(body, status);
    const { client } = scripted([reply]);
    const failed = client.request({
      method: "POST",
      path: "/api/projects/1/feature_flags/",
      body: {},
    });
    await expect(failed).rejects.toMatchObject({ kind });
    await expect(failed).rejects.toThrow(words);
  });

  test.each([
    ["/api/projects/7/feature_flags/", "config", "project 7"],
    ["/api/projects/7/feature_flags/3/", "conflict", "not there any more"],
  ])("of 404 tells a missing project from a missing object: %s", async (path, kind, words) => {
    const { client } = scripted([json({ detail: "Not found." }, 404)]);
    const failed = client.request({ method: "GET", path });
    await expect(failed).rejects.toMatchObject({ kind });
    await expect(failed).rejects.toThrow(words);
  });

  test("never repeats the key or the body that was sent", async () => {
    const { client } = scripted([json({ detail: `Bad key ${KEY}` }, 400)]);
    const failed = client.request({ method: "POST", path: "/api/x/", body: { word: "hidden" } });
    const error: unknown = await failed.catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("Bad key …");
    expect(JSON.stringify(error) + String(error)).not.toMatch(/phx_secret|hidden/);
  });
});
