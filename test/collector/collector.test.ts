import { describe, expect, test } from "vitest";
import { createCollector, type CollectorOptions } from "../../src/collector/collector.ts";
import { memoryStore } from "../../src/collector/store.ts";
import { parseConfig } from "../../src/config/parse.ts";

const config = parseConfig(
  `version = 1
[log]
common = { surface = ["desktop", "cli"] }
[events.usage]
reason = "text"
[metrics]
schema = 2
period = "week"
dimensions = ["os", "version", "surface"]
[metrics.signals.turns]
on = "usage"
[metrics.signals.finish]
on = "usage"
label = "reason"
buckets = ["stop", "length"]
other = "other"
`,
  { file: "assay.toml" },
);
const NOW = Date.parse("2026-11-21T12:00:00Z");
const DAY_MS = 86_400_000;

const BODY = {
  counts: { finish: { stop: 2 }, turns: { total: 3 } },
  os: "linux",
  period: "2026-W47",
  schema: 2,
  surface: "cli",
  version: "1.4.0",
};

interface Collecting {
  readonly post: (body: unknown, id?: string) => Promise<readonly [number, unknown]>;
  readonly get: () => Promise<unknown>;
  readonly send: (request: Request) => Promise<Response>;
  readonly clock: { now: number };
}

function collecting(options: Partial<CollectorOptions> = {}): Collecting {
  const clock = { now: NOW };
  const collect = createCollector({
    config,
    store: memoryStore(),
    now: () => clock.now,
    ...options,
  });
  let posts = 0;
  const url = "https://metrics.example.com/v1/metrics";
  const read = async (response: Response): Promise<unknown> => JSON.parse(await response.text());
  return {
    clock,
    send: collect,
    post: async (body, id = `id-${(posts += 1)}`) => {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const headers = id === "" ? {} : { "idempotency-key": id };
      const response = await collect(new Request(url, { method: "POST", headers, body: text }));
      return [response.status, await read(response)];
    },
    get: async () => read(await collect(new Request(url))),
  };
}

const taken = (accepted: number, refused = {}): unknown => [202, { accepted, refused }];
const refusedWhole = (status: number, why: string): unknown => [
  status,
  { accepted: 0, refused: { [why]: 1 } },
];

describe("a batch", () => {
  test("that the catalogue names is taken", async () => {
    expect(await collecting().post(BODY)).toEqual(taken(2));
  });

  test("counts once, and is answered the same whenever it comes again (R2)", async () => {
    const { post, get, clock } = collecting();
    const id = "0123456789abcdef-0123456789abcdef0123456789abcdef";
    const mixed = { ...BODY, counts: { turns: { total: 9 }, gone: { total: 1 } } };
    const first = await post(mixed, id);
    expect(await Promise.all([post(mixed, id), post(mixed, id)])).toEqual([first, first]);
    for (let other = 0; other < 4; other += 1)
      // oxlint-disable-next-line no-await-in-loop -- four more contributors
      await post({ ...BODY, counts: { turns: { total: 1 } } });
    clock.now += 7 * DAY_MS;
    expect(await get()).toMatchObject({ periods: [{ signals: { turns: { total: 13 } } }] });
  });

  test.each([
    ["an unknown signal", { gone: { total: 1 } }, "out.unknown-signal"],
    ["an unknown bucket", { finish: { STOP: 1 } }, "out.unknown-bucket"],
    ["a look-alike bucket", { finish: { stоp: 1 } }, "out.unknown-bucket"],
    ["an inherited name", { constructor: { name: 1 } }, "out.unknown-signal"],
    ["a fraction", { turns: { total: 0.5 } }, "out.not-integer"],
    ["a text", { turns: { total: "3" } }, "out.not-integer"],
    ["a list", { turns: [1] }, "out.not-integer"],
    ["nothing", { turns: { total: 0 } }, "out.out-of-range"],
    ["less than nothing", { turns: { total: -1 } }, "out.out-of-range"],
    ["over a million", { turns: { total: 1_000_001 } }, "out.out-of-range"],
  ])("with %s loses that cell and no other (R1, R16)", async (_, strange, why) => {
    const { post } = collecting();
    const counts = { finish: { stop: 1 }, turns: { total: 1 }, ...strange };
    const [cells] = [Object.keys(counts).length];
    expect(await post({ ...BODY, counts })).toEqual(taken(cells - 1, { [why]: 1 }));
  });

  test.each([
    ["an older schema", { ...BODY, schema: 1 }, "out.schema-version"],
    ["no schema", { ...BODY, schema: undefined }, "out.schema-version"],
    ["a field more", { ...BODY, installId: "f00d" }, "out.extra-field"],
    ["a dimension less", { ...BODY, surface: undefined }, "out.string-value"],
    ["a made-up system", { ...BODY, os: "acme-os" }, "out.string-value"],
    ["words in its version", { ...BODY, version: "1.4.0-acme" }, "out.string-value"],
    ["an undeclared value", { ...BODY, surface: "studio" }, "out.string-value"],
    ["a day for a period", { ...BODY, period: "2026-11-21" }, "time.period-too-fine"],
    ["a moment for a period", { ...BODY, period: NOW }, "time.period-too-fine"],
    ["a week that is none", { ...BODY, period: "2026-W54" }, "out.string-value"],
    ["a period to come", { ...BODY, period: "2026-W49" }, "time.period-out-of-range"],
    ["a period long gone", { ...BODY, period: "2026-W30" }, "time.period-out-of-range"],
    ["counts that are none", { ...BODY, counts: 7 }, "out.not-integer"],
    ["a list", [BODY], "out.extra-field"],
    ["no JSON", "{", "out.non-canonical"],
  ])("with %s is refused as a whole", async (_, body, why) => {
    expect(await collecting().post(body)).toEqual(refusedWhole(400, why));
  });

  test("needs an id", async () => {
    expect(await collecting().post(BODY, "")).toEqual(refusedWhole(400, "idempotency-key"));
  });

  test("is cut off when it is too long, whatever its header says (R21)", async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const request = new Request("https://metrics.example.com/", {
      method: "POST",
      headers: { "idempotency-key": "endless", "content-length": "5" },
      body,
      duplex: "half",
    });
    const response = await collecting().send(request);
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(16);
  });

  test("is told to wait when there are too many, and says when (R14, R16)", async () => {
    const { post, send, clock } = collecting({ limits: { requestsPerMinute: 2 } });
    await post(BODY);
    await post(BODY);
    const request = new Request("https://metrics.example.com/", { method: "POST", body: "{}" });
    const response = await send(request);
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "60"]);
    clock.now += 60_000;
    expect(await post(BODY)).toEqual(taken(2));
  });

  test("makes no more rows a day than there is room for, while old ones go on (R14)", async () => {
    const { post } = collecting({ limits: { rowsPerDay: 2 } });
    expect(await post(BODY)).toEqual(taken(2));
    expect((await post({ ...BODY, version: "1.4.1" }))[0]).toBe(429);
    expect(await post(BODY)).toEqual(taken(2));
  });

  test("that could not be kept is not counted, and is when it comes again (R2)", async () => {
    const store = memoryStore();
    let isBroken = true;
    const { post } = collecting({
      store: {
        ...store,
        append: async (value) => {
          await store.append(value);
          if (isBroken) throw new Error("EIO /srv/counts.jsonl");
        },
      },
    });
    const [status, said] = await post(BODY, "again");
    expect([status, JSON.stringify(said)]).toEqual([503, '{"detail":"storage unavailable"}']);
    isBroken = false;
    expect(await post(BODY, "again")).toEqual(taken(2));
    const again = collecting({ store });
    expect(await again.post(BODY, "again")).toEqual(taken(2));
    expect(JSON.stringify(await store.load()).match(/"count":3/g)).toHaveLength(1);
  });

  test.each(["PUT", "DELETE", "PATCH"])("is not taken by %s", async (method) => {
    const response = await collecting().send(
      new Request("https://metrics.example.com/", { method }),
    );
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, POST"]);
  });
});

describe("what is read", () => {
  const contributor = (who: number, batch = 0): string =>
    `${String(who).padStart(16, "0")}-${String(batch).padStart(32, "0")}`;
  const turns = (total: number): unknown => ({ ...BODY, counts: { turns: { total } } });
  const told = (total: number | null): unknown => ({
    min_count: 5,
    periods: [{ period: "2026-W47", signals: { turns: { total } } }],
  });

  test("is null for few contributors, however much they counted and often they sent (R10, R15)", async () => {
    const { post, get, clock } = collecting();
    clock.now += 3 * DAY_MS;
    for (let batch = 0; batch < 8; batch += 1)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await post(turns(500), contributor(batch % 4, batch));
    expect(await get()).toEqual(told(null));
  });

  test("is the sum over dimensions for enough of them, and only once a period is over", async () => {
    const { post, get, clock } = collecting();
    for (let who = 0; who < 5; who += 1)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await post(
        { ...BODY, os: who % 2 ? "darwin" : "linux", counts: { turns: { total: 2 } } },
        contributor(who),
      );
    expect(await get()).toEqual({ min_count: 5, periods: [] });
    clock.now += 3 * DAY_MS;
    expect(await get()).toEqual(told(10));
  });

  test("is not told anew for fewer than min_count, even after a restart (R15)", async () => {
    const store = memoryStore();
    const { post, get, clock } = collecting({ store });
    clock.now += 3 * DAY_MS;
    for (let who = 0; who < 5; who += 1)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await post(turns(2), contributor(who));
    expect(await get()).toEqual(told(10));
    await post(turns(1), contributor(6));
    expect(await get()).toEqual(told(10));
    const again = collecting({ store });
    again.clock.now = clock.now;
    expect(await again.get()).toEqual(told(10));
    await again.post(turns(4), contributor(7));
    expect(await again.get()).toEqual(told(15));
  });

  test("is kept for its time and no longer, and holds no batch beside the sums (R10, R23)", async () => {
    const store = memoryStore();
    const { post } = collecting({ store });
    await post(BODY, contributor(1));
    const later = collecting({ store, limits: { keepDays: 100, acceptDays: 60 } });
    later.clock.now += 70 * DAY_MS;
    await later.get();
    expect(JSON.stringify(await store.load())).not.toContain(contributor(1));
    expect(await store.load()).toHaveLength(2 + 1);
    const last = collecting({ store, limits: { keepDays: 100 } });
    last.clock.now += 120 * DAY_MS;
    await last.get();
    expect(await store.load()).toEqual([]);
  });
});
