import { expect, test } from "vitest";
import type { PostHogOptions } from "../../src/emulator/emulator.ts";
import { asking } from "../../src/posthog/query/ask.ts";
import { server } from "../emulator/server.ts";

const HOGQL = { query: "SELECT {text_1} AS said", values: { text_1: "a" } };
const ACCESS = { host: "http://posthog.test", project: 1, personalKey: "phx_dev" };
const SECRET = "jane@example.com";

/** The asker against a server of its own: what went over the network, and what it waited for. */
function desk(options: Partial<PostHogOptions>, stop = new AbortController()) {
  const { fetch } = server(options);
  const seen: string[] = [];
  const bodies: unknown[] = [];
  const waits: number[] = [];
  const ask = asking(ACCESS, {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const path = new URL(request.url).pathname.replace(/[0-9a-f-]{36}/, "ID");
      if (request.method === "POST") bodies.push(await request.clone().json());
      const response = await fetch(request);
      seen.push(`${request.method} ${path} ${response.status}`);
      return response;
    },
    sleep: async (ms, signal) => {
      waits.push(ms);
      signal.throwIfAborted();
    },
    now: () => 0,
    random: () => 0.5,
    signal: stop.signal,
  });
  return { ask, seen, bodies, waits, stop };
}

const QUERY = "/api/projects/1/query/";
const answers = (...rows: unknown[][]) => ({ results: rows, columns: ["said"] });

test("a query is started, and asked about until it is answered", async () => {
  let polls = 0;
  const { ask, seen, bodies, waits } = desk({
    query: async () => new Promise(() => undefined),
    before: ({ method }) => {
      if (method !== "GET") return undefined;
      polls += 1;
      const complete = polls === 7;
      const results = complete ? answers(["a"], ["b"]) : null;
      return Response.json({ query_status: { id: "ID", complete, error: false, results } });
    },
  });
  expect(await ask(HOGQL)).toEqual([["a"], ["b"]]);
  expect(bodies).toMatchObject([
    { query: { kind: "HogQLQuery", ...HOGQL }, refresh: "force_async" },
  ]);
  expect(seen).toEqual([
    `POST ${QUERY} 202`,
    ...Array.from({ length: 7 }, () => `GET ${QUERY}ID/ 200`),
  ]);
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
});

test("an answer that is there at once is taken at once", async () => {
  const { ask, seen } = desk({
    before: () => Response.json(answers(["a"])),
  });
  expect(await ask(HOGQL)).toEqual([["a"]]);
  expect(seen).toHaveLength(1);
});

test("what went wrong in a query is not repeated: it may quote what events hold", async () => {
  const failures: PostHogOptions["query"][] = [
    async () => ({ error: `Cannot parse "${SECRET}"` }),
    async () => {
      throw new Error(SECRET);
    },
  ];
  for (const query of failures) {
    const { ask } = desk({ ...(query && { query }) });
    const failure: unknown = await ask(HOGQL).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "OpsError" });
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain(SECRET);
  }
});

test.each<[string, Partial<PostHogOptions>, object]>([
  [
    "a query that PostHog cannot carry out is refused",
    { query: async () => ({ error: "Unknown function" }) },
    { kind: "refused" },
  ],
  [
    "a failing database is a PostHog that cannot be asked now",
    {
      query: async () => {
        throw new Error("out of memory");
      },
    },
    { kind: "unavailable", message: "Cannot ask PostHog: it answered 500" },
  ],
  [
    "a missing scope is named",
    { personalKeys: [{ key: "phx_dev", scopes: ["experiment:read"] }] },
    { kind: "unauthorized", message: expect.stringContaining('"query:read"') },
  ],
  ["an unknown key is said to be none", { personalKeys: [] }, { kind: "unauthorized" }],
  ["an unknown project is named", { projects: [] }, { kind: "config" }],
  [
    "an answer that was dropped meanwhile can be asked for again",
    { faults: ["GET /query 404"] },
    { kind: "unavailable", message: expect.stringContaining("dropped") },
  ],
  [
    "a limit that does not pass is waited for and then said",
    { faults: ["429"] },
    { kind: "unavailable" },
  ],
  ["half an answer is none", { query: async () => ({ results: null }) }, { kind: "unavailable" }],
])("%s", async (_what, options, failure) => {
  await expect(desk(options).ask(HOGQL)).rejects.toMatchObject(failure);
});

test("a 429 is waited for as long as it says", async () => {
  const { ask, waits } = desk({ faults: ["POST /query 429 once retry-after 7"] });
  expect(await ask(HOGQL)).toEqual([]);
  expect(waits).toEqual([7000, 250]);
});

test("a query that nobody waits for any more is cancelled, whenever that comes", async () => {
  for (const moment of ["POST", "GET"]) {
    const stop = new AbortController();
    const signals: AbortSignal[] = [];
    const { ask, seen } = desk(
      {
        query: async (_query, _project, signal) => {
          signals.push(signal);
          return new Promise(() => undefined);
        },
        before: ({ method }) => {
          if (method === moment) stop.abort();
          return undefined;
        },
      },
      stop,
    );
    await expect(ask(HOGQL)).rejects.toMatchObject({ kind: "interrupted" });
    expect(seen.at(-1)).toBe(`DELETE ${QUERY}ID/ 200`);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  }
});

test("a cancelled query that PostHog does not hear of is not what is said", async () => {
  const stop = new AbortController();
  const { ask } = desk(
    {
      query: async () => new Promise(() => undefined),
      faults: ["DELETE 503"],
      before: ({ method }) => {
        if (method === "GET") stop.abort(new DOMException("", "TimeoutError"));
        return undefined;
      },
    },
    stop,
  );
  await expect(ask(HOGQL)).rejects.toMatchObject({
    kind: "unavailable",
    message: "Cannot ask PostHog: the time is over",
  });
});

test("a query that failed is not cancelled", async () => {
  const { ask, seen } = desk({ query: async () => ({ error: "Unknown function" }) });
  await expect(ask(HOGQL)).rejects.toMatchObject({ kind: "refused" });
  expect(seen.filter((line) => line.startsWith("DELETE"))).toEqual([]);
});
