import { expect, test } from "vitest";
import type { JsonRecord } from "../../src/emulator/value.ts";
import { NOW, server, type Server } from "./server.ts";

const QUERY = { kind: "HogQLQuery", query: "select {text_1}", values: { text_1: "a" } };
const ANSWER = { results: [[1, "a"]], columns: ["n", "text"] };

/** A server whose analytics database answers when it is told to. */
function waiting() {
  const asked: Asked[] = [];
  let now = NOW;
  const posthog = server({
    now: () => now,
    query: async (query, _project, signal) =>
      new Promise((answer, fail) => void asked.push({ query, signal, answer, fail })),
  });
  return { ...posthog, asked, pass: (ms: number) => void (now += ms) };
}

interface Asked {
  readonly query: unknown;
  readonly signal: AbortSignal;
  readonly answer: (body: JsonRecord) => void;
  readonly fail: (reason: Error) => void;
}

const start = async (
  { api }: Pick<Server, "api">,
  more: object = { refresh: "force_async", client_query_id: "q1" },
) => api("POST", "/query/", { query: QUERY, ...more });

test("a query that nobody waits for runs until its status has the answer", async () => {
  const posthog = waiting();
  const running = {
    id: "q1",
    team_id: 1,
    query_async: true,
    complete: false,
    error: false,
    results: null,
    start_time: "2026-01-02T03:04:05.000Z",
    end_time: null,
  };
  expect(await start(posthog)).toMatchObject({ status: 202, body: { query_status: running } });
  expect(posthog.asked).toMatchObject([{ query: QUERY }]);
  expect(await posthog.api("GET", "/query/q1/")).toMatchObject({
    status: 202,
    body: { query_status: running },
  });
  posthog.pass(1000);
  posthog.asked.at(-1)?.answer(ANSWER);
  expect(await posthog.api("GET", "/query/q1/")).toMatchObject({
    status: 200,
    body: {
      query_status: {
        complete: true,
        error: false,
        results: { ...ANSWER, is_cached: false },
        end_time: "2026-01-02T03:04:06.000Z",
        expiration_time: "2026-01-02T03:14:06.000Z",
      },
    },
  });
});

test("an answer is dropped after ten minutes", async () => {
  const posthog = waiting();
  await start(posthog);
  posthog.asked.at(-1)?.answer(ANSWER);
  await posthog.api("GET", "/query/q1/");
  posthog.pass(10 * 60_000);
  expect(await posthog.api("GET", "/query/q1/")).toMatchObject({
    status: 404,
    body: { code: "not_found", detail: "Query q1 not found for team 1" },
  });
});

test("a query that fails says why only where the client may know", async () => {
  const posthog = waiting();
  await start(posthog);
  posthog.asked.at(-1)?.answer({ error: "Unknown table" });
  expect(await posthog.api("GET", "/query/q1/")).toMatchObject({
    status: 400,
    body: {
      query_status: { complete: true, error: true, error_message: "Unknown table", results: null },
    },
  });
  await start(posthog);
  posthog.asked.at(-1)?.fail(new Error("out of memory"));
  expect(await posthog.api("GET", "/query/q1/")).toMatchObject({
    status: 500,
    body: { query_status: { error: true, error_message: null, results: null } },
  });
});

test("a cancelled query stops and is not known any more", async () => {
  const posthog = waiting();
  await start(posthog);
  expect((await posthog.api("DELETE", "/query/q1/")).status).toBe(200);
  expect(posthog.asked[0]?.signal.aborted).toBe(true);
  expect((await posthog.api("GET", "/query/q1/")).status).toBe(404);
});

test.each([
  ["is not started again under its id, unless it must be", "async", 1],
  ["is started again where it must be", "force_async", 2],
])("a running query %s", async (_what, refresh, times) => {
  const posthog = waiting();
  await start(posthog, { refresh, client_query_id: "q1" });
  await start(posthog, { refresh, client_query_id: "q1" });
  expect(posthog.asked).toHaveLength(times);
});

test("a query gets an id where the client has none", async () => {
  const posthog = waiting();
  const { body } = await start(posthog, { refresh: "lazy_async" });
  const { id } = body.query_status;
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect((await posthog.api("GET", `/query/${id}/`)).status).toBe(202);
});

test("a project knows only its own queries", async () => {
  const projects = [1, 2].map((id) => ({
    id,
    name: `Project ${id}`,
    token: `phc_${id}`,
    organization: "Both",
  }));
  const posthog = server({ projects });
  await posthog.ask("POST", "/api/projects/1/query/", {
    query: QUERY,
    refresh: "force_async",
    client_query_id: "q1",
  });
  expect((await posthog.ask("GET", "/api/projects/1/query/q1/")).status).toBe(200);
  expect((await posthog.ask("GET", "/api/projects/2/query/q1/")).status).toBe(404);
});

test("whoever waits gets the answer, or why there is none", async () => {
  const answers = [ANSWER, { error: "Unknown table" }];
  const { api } = server({ query: async () => answers.shift() });
  expect(await api("POST", "/query/", { query: QUERY })).toMatchObject({
    status: 200,
    body: ANSWER,
  });
  expect(await api("POST", "/query/", { query: QUERY })).toMatchObject({
    status: 400,
    body: { type: "validation_error", detail: "Unknown table" },
  });
});

test.each([
  ["POST", "/query/"],
  ["GET", "/query/q1/"],
  ["DELETE", "/query/q1/"],
])("%s %s asks for the scope query:read", async (method, path) => {
  const { api } = server({ personalKeys: [{ key: "phx_dev", scopes: ["feature_flag:write"] }] });
  expect(await api(method, path, method === "POST" ? { query: QUERY } : undefined)).toMatchObject({
    status: 403,
    body: { detail: "API key missing required scope 'query:read'" },
  });
});

test("a query of a kind that nobody knows fails, waited for or not", async () => {
  const { api } = server();
  const query = { kind: "TrendsQuery" };
  expect((await api("POST", "/query/", { query })).status).toBe(400);
  await api("POST", "/query/", { query, refresh: "force_async", client_query_id: "q1" });
  expect(await api("GET", "/query/q1/")).toMatchObject({
    status: 400,
    body: { query_status: { error_message: "Unsupported query kind." } },
  });
});
