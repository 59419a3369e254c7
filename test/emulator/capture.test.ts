import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { CaptureLine } from "../../src/testing.ts";
import { NOW, server, type Server } from "./server.ts";

const EVENT = { event: "message_sent", distinct_id: "ada", properties: { model: "other" } };
const SINGLE = { api_key: "phc_dev", ...EVENT };
const BATCH = { api_key: "phc_dev", batch: [EVENT, { ...EVENT, event: "opened" }] };

function recorded(): Server & { readonly lines: CaptureLine[] } {
  const lines: CaptureLine[] = [];
  return { ...server({ onCapture: (more) => void lines.push(...more) }), lines };
}

const names = async ({ api }: Server): Promise<string[]> =>
  (await api("GET", "/event_definitions/")).body.results.map(({ name }: { name: string }) => name);

test.each([
  ["/batch/", BATCH, "Ok", ["message_sent", "opened"]],
  ["/i/v0/e/", SINGLE, "Ok", ["message_sent"]],
  ["/capture/", SINGLE, 1, ["message_sent"]],
  ["/e/", SINGLE, 1, ["message_sent"]],
  ["/track/", SINGLE, 1, ["message_sent"]],
  ["/engage/", { $token: "phc_dev", $distinct_id: "ada", $set: { plan: "pro" } }, 1, []],
  ["/s/", { ...SINGLE, event: "$snapshot" }, 1, []],
])("%s takes events as they come", async (path, body, status, expected) => {
  const posthog = recorded();
  expect(await posthog.ask("POST", path, body, { key: null })).toMatchObject({
    status: 200,
    body: { status },
  });
  expect(posthog.lines).toEqual([body]);
  expect(await names(posthog)).toEqual(expected);
});

test("a list of events is a line for each, and the token may stand inside", async () => {
  const posthog = recorded();
  const event = { ...EVENT, properties: { token: "phc_dev" } };
  await posthog.ask("POST", "/e/", [event, SINGLE], { key: null });
  expect(posthog.lines).toEqual([event, SINGLE]);
});

const packed = gzipSync(JSON.stringify(SINGLE));

test.each([
  ["gzip by header", "/batch/", packed, { "content-encoding": "gzip" }],
  ["gzip by query", "/e/?compression=gzip-js", packed, {}],
  [
    "a base64 form",
    "/e/",
    `data=${encodeURIComponent(btoa(JSON.stringify(SINGLE)))}`,
    { "content-type": "application/x-www-form-urlencoded" },
  ],
  ["no content type", "/e/", JSON.stringify(SINGLE), {}],
])("a body as %s is read", async (_name, path, body, headers) => {
  const posthog = recorded();
  const request = new Request(`http://posthog.test${path}`, { method: "POST", body, headers });
  expect((await posthog.fetch(request)).status).toBe(200);
  expect(posthog.lines).toEqual([SINGLE]);
});

test("an event may stand in the address of an image", async () => {
  const posthog = recorded();
  const data = encodeURIComponent(btoa(JSON.stringify(SINGLE)));
  expect((await posthog.ask("GET", `/e/?data=${data}`, undefined, { key: null })).status).toBe(200);
  expect(posthog.lines).toEqual([SINGLE]);
});

test.each([
  [{ ...SINGLE, event: undefined }],
  [{ ...SINGLE, event: "" }],
  [{ ...SINGLE, distinct_id: undefined }],
  [{ ...SINGLE, distinct_id: "" }],
])("%j is answered 200, recorded and dropped", async (body) => {
  const posthog = recorded();
  expect((await posthog.ask("POST", "/capture/", body)).status).toBe(200);
  expect(posthog.lines).toHaveLength(1);
  expect(await names(posthog)).toEqual([]);
});

test("the newest path takes the key as a header, and answers for each event", async () => {
  const posthog = recorded();
  const body = {
    created_at: "2026-01-02T03:04:05.000Z",
    batch: [
      { ...EVENT, uuid: "1" },
      { uuid: "2", event: "", distinct_id: "ada" },
    ],
  };
  const path = "/i/v1/analytics/events";
  expect(await posthog.ask("POST", path, body, { key: "phc_dev" })).toMatchObject({
    status: 200,
    body: { results: { 1: { result: "ok" }, 2: { result: "drop" } } },
  });
  expect((await posthog.ask("POST", path, body, { key: "phc_wrong" })).status).toBe(401);
  expect(posthog.lines).toEqual([body]);
  expect(await names(posthog)).toEqual(["message_sent"]);
});

test("the person may be named among the properties", async () => {
  const posthog = recorded();
  const event = { event: "opened", properties: { distinct_id: "ada" } };
  await posthog.ask("POST", "/batch/", { api_key: "phc_dev", batch: [event] });
  expect(await names(posthog)).toEqual(["opened"]);
});

test.each([
  [{ ...SINGLE, api_key: undefined }, /^No API token provided/],
  [{ ...SINGLE, api_key: "phc_wrong" }, /^The provided API key is invalid/],
])("%j is refused and not recorded", async (body, text) => {
  const posthog = recorded();
  const seen = await posthog.ask("POST", "/capture/", body);
  expect(seen.status).toBe(401);
  expect(seen.body).toMatch(text);
  expect(posthog.lines).toEqual([]);
});

test.each([["{"], ["3"], ["[]"], ["[1]"]])("the body %s is answered 400", async (body) => {
  expect((await server().ask("POST", "/capture/", body)).status).toBe(400);
});

test("what does not unpack is answered 400, and what is too large 413", async () => {
  const { fetch } = server();
  const post = async (body: string, headers: Record<string, string>): Promise<number> =>
    (await fetch(new Request("http://posthog.test/batch/", { method: "POST", body, headers })))
      .status;
  expect(await post("not gzip", { "content-encoding": "gzip" })).toBe(400);
  expect(await post("x".repeat(20 * 1024 * 1024 + 1), {})).toBe(413);
});

test("an event has been seen first and last", async () => {
  let now = NOW;
  const { api, ask } = server({ now: () => now });
  await ask("POST", "/capture/", SINGLE);
  now += 60_000;
  await ask("POST", "/capture/", SINGLE);
  const { body } = await api("GET", "/event_definitions/?search=sent");
  expect(body).toMatchObject({
    count: 1,
    results: [
      {
        name: "message_sent",
        created_at: new Date(NOW).toISOString(),
        last_seen_at: new Date(NOW + 60_000).toISOString(),
      },
    ],
  });
  expect((await api("GET", "/event_definitions/?search=opened")).body.count).toBe(0);
});

test("a browser of any origin may capture", async () => {
  const { ask } = server();
  const headers = { origin: "https://app.test", "access-control-request-headers": "x-a" };
  const asked = await ask("OPTIONS", "/e/", undefined, { headers });
  expect(asked.status).toBe(204);
  expect(Object.fromEntries(asked.headers)).toMatchObject({
    "access-control-allow-origin": "https://app.test",
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "x-a",
  });
  const captured = await ask("POST", "/e/", SINGLE, { headers });
  expect(captured.headers.get("access-control-allow-origin")).toBe("https://app.test");
});
