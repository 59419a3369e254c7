import { describe, expect, test } from "vitest";
import { memoryStore } from "../../src/collector/store.ts";
import { BODY, collecting, DAY_MS } from "./collecting.ts";
import { keptCells } from "./kept.ts";

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
    ["a schema before the first", { ...BODY, schema: 0 }, "out.schema-version"],
    ["a schema that is none", { ...BODY, schema: "2" }, "out.schema-version"],
    ["no schema", { ...BODY, schema: undefined }, "out.schema-version"],
    ["a field more", { ...BODY, installId: "f00d" }, "out.extra-field"],
    ["a dimension less", { ...BODY, surface: undefined }, "out.string-value"],
    ["a made-up system", { ...BODY, os: "acme-os" }, "out.string-value"],
    ["words in its version", { ...BODY, version: "1.4.0-acme" }, "out.string-value"],
    ["an undeclared value", { ...BODY, surface: "studio" }, "out.string-value"],
    ["a day for a period", { ...BODY, period: "2026-11-21" }, "time.period-too-fine"],
    ["a moment for a period", { ...BODY, period: 1_795_262_400_000 }, "time.period-too-fine"],
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
        transact: async (deed) => {
          const result = await store.transact(deed);
          if (isBroken) throw new Error("EIO /srv/counts.db");
          return result;
        },
      },
    });
    const [status, said] = await post(BODY, "again");
    expect([status, JSON.stringify(said)]).toEqual([503, '{"detail":"storage unavailable"}']);
    isBroken = false;
    expect(await post(BODY, "again")).toEqual(taken(2));
    expect(await collecting({ store }).post(BODY, "again")).toEqual(taken(2));
    expect(await keptCells(store)).toMatchObject([{ count: 2 }, { count: 3 }]);
  });

  test("that shares its transaction with others has an answer of its own", async () => {
    const { post } = collecting();
    const bodies = [BODY, { ...BODY, os: "acme-os" }, "{", { ...BODY, counts: { gone: {} } }, BODY];
    expect(await Promise.all(bodies.map(async (body) => post(body)))).toEqual([
      taken(2),
      refusedWhole(400, "out.string-value"),
      refusedWhole(400, "out.non-canonical"),
      taken(0),
      taken(2),
    ]);
  });

  test.each([
    ["a body of its own", { ...BODY, counts: { turns: { total: 9 } } }],
    ["what would be refused", { ...BODY, os: "acme-os" }],
  ])("under an id that is known is answered as the first was: %s", async (_, body) => {
    const { post } = collecting();
    expect(await post(BODY, "same")).toEqual(taken(2));
    expect(await post(body, "same")).toEqual(taken(2));
  });

  test("that is compressed is not read", async () => {
    const headers = { "idempotency-key": "zip", "content-encoding": "gzip" };
    const request = new Request("https://metrics.example.com/", {
      method: "POST",
      headers,
      body: "x",
    });
    expect((await collecting().send(request)).status).toBe(415);
  });

  test.each([
    ["nested as deep as its length allows", `{"counts":${'{"a":'.repeat(80_000)}`],
    ["nested in lists", "[".repeat(500_000)],
    ["with a prototype", '{"__proto__":{"schema":2},"counts":{}}'],
    [
      "with a prototype for a signal",
      JSON.stringify({ ...BODY, counts: JSON.parse('{"__proto__":{"total":1}}') }),
    ],
  ])("%s is refused like any other", async (_, body) => {
    const [status] = await collecting().post(body);
    expect([202, 400]).toContain(status);
  });

  test.each(["PUT", "DELETE", "PATCH", "OPTIONS"])("is not taken by %s", async (method) => {
    const response = await collecting().send(
      new Request("https://metrics.example.com/", { method }),
    );
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
  });
});
