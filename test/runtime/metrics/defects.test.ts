import { describe, expect, test } from "vitest";
import { judgePayload } from "../../../src/privacy/release/judge-payload.ts";
import { uploadSchema } from "../../../src/privacy/release/upload-schema.ts";
import { metricsConfig } from "./config.ts";
import { DAY_MS, laptop, states, TURN } from "./laptop.ts";

/** What the seed gets wrong in what is sent, and when (`seed-systems.md` 3.1), each as what holds here. */
describe("the counters do not have the seed's defect", () => {
  test("R1: a batch that is refused for good is set aside and the next one arrives", async () => {
    const { open, network, files, counted } = await laptop();
    const counters = await open();
    counters.observe(TURN);
    network.answer = () => new Response("bad request", { status: 400 });
    expect(await counters.flush()).toMatchObject({ sent: 0, quarantined: 1, isCutShort: false });
    network.answer = undefined;
    counters.observe(TURN);
    expect(await counters.flush()).toMatchObject({ sent: 1, quarantined: 0 });
    expect(await states(files)).toEqual(["refused"]);
    expect(await counted()).toEqual({ "turns total 1.4.0 2026-W47": 1 });
  });

  test("R1: more than a batch may hold goes into the next one", async () => {
    const { open, counted, requests } = await laptop();
    const counters = await open();
    for (let turn = 0; turn < 1_000_001; turn += 1) counters.observe(TURN);
    await counters.flush();
    expect(requests).toHaveLength(2);
    expect(await counted()).toEqual({ "turns total 1.4.0 2026-W47": 1_000_001 });
  });

  test.each([
    ["the request", false],
    ["the answer", true],
  ])("R2: a batch whose exchange lost %s counts once, under one id", async (_, arrives) => {
    const { open, network, counted, requests } = await laptop();
    const counters = await open();
    counters.observe(TURN);
    if (!arrives) network.answer = () => Response.error();
    await counters.flush();
    network.answer = () => new Response("<html>log in</html>", { status: 200 });
    counters.observe(TURN);
    await counters.flush();
    network.answer = undefined;
    await counters.flush();
    expect(await counted()).toEqual({ "turns total 1.4.0 2026-W47": 2 });
    const ids = requests.filter(({ answer }) => answer.came === "later").map(({ id }) => id);
    expect(new Set(ids).size).toBe(1);
  });

  test.each([408, 429, 500, 502, 503, 302])("R2: %i keeps the batch and its id", async (status) => {
    const { open, network, requests, files } = await laptop();
    const counters = await open();
    counters.observe(TURN);
    network.answer = () => new Response(null, { status, headers: { "retry-after": "7" } });
    expect(await counters.flush()).toMatchObject({ isCutShort: true, waitMs: 7_000 });
    expect(await states(files)).toEqual(["sealed"]);
    network.answer = undefined;
    await counters.flush();
    expect(requests[0]?.id).toBe(requests[1]?.id);
  });

  test("R6: no text of an event reaches a file or the network", async () => {
    const { open, files, requests } = await laptop();
    const counters = await open();
    for (const name of ["CNRY-secret", "constructor", "s1\u0000CNRY-secret"])
      counters.observe({ kind: "step", name, more: "CNRY-secret" });
    counters.observe({ kind: "CNRY-secret" });
    await counters.keep();
    const [name = ""] = (await files.list()).map((file) => file.name);
    expect(await files.read(name)).not.toContain("CNRY");
    await counters.flush();
    expect(requests.map(({ body }) => body)).toEqual([
      '{"counts":{"steps":{"other":3}},"os":"linux","period":"2026-W47","schema":1,"version":"1.4.0"}',
    ]);
  });

  test("R9: collection that widened is not counted and not sent until the person is asked anew", async () => {
    const { open, requests } = await laptop();
    const wider = { ...metricsConfig(), metrics: { ...metricsConfig().metrics, policy: 2 } };
    const counters = await open({ config: wider });
    counters.observe(TURN);
    await counters.flush();
    expect([counters.withheld(), requests]).toEqual(["policy-changed", []]);
    await counters.decide("granted");
    expect(counters.withheld()).toBeUndefined();
  });

  test("R9: nobody who was never asked is counted", async () => {
    const { open, files, requests } = await laptop({ granted: false });
    const counters = await open();
    counters.observe(TURN);
    await counters.flush();
    expect([counters.withheld(), requests, await files.list()]).toEqual(["not-asked", [], []]);
  });

  test("R10: a batch tells its contributor within a period and nobody across periods", async () => {
    const { open, clock, requests } = await laptop();
    const counters = await open();
    for (const days of [0, 1, 7]) {
      clock.now += days * DAY_MS;
      counters.observe(TURN);
      // oxlint-disable-next-line no-await-in-loop -- one flush after the other
      await counters.flush();
    }
    const [first, second, third] = requests.map(({ id }) => id.slice(0, 16));
    expect(first).toBe(second);
    expect(third).not.toBe(first);
  });

  test("R12: a batch stands for the version that counted, not for the one that sends", async () => {
    const { open, end, counted } = await laptop();
    const old = await open({ version: "1.3.0" });
    old.observe(TURN);
    await old.keep();
    end(old);
    await (await open({ version: "1.4.0" })).flush();
    expect(await counted()).toEqual({ "turns total 1.3.0 2026-W47": 1 });
  });

  test("R20: a batch stands for the period of its events, whenever it is kept or sent", async () => {
    const { open, end, clock, counted } = await laptop();
    const old = await open();
    old.observe(TURN);
    clock.now += 7 * DAY_MS;
    old.observe(TURN);
    await old.keep();
    end(old);
    clock.now += 7 * DAY_MS;
    await (await open()).flush();
    expect(await counted()).toEqual({
      "turns total 1.4.0 2026-W47": 1,
      "turns total 1.4.0 2026-W48": 1,
    });
  });

  test("R13: a batch of an earlier schema, none of whose names is left, is set aside", async () => {
    const { open, end, requests, files } = await laptop();
    const config = metricsConfig();
    const old = await open();
    old.observe(TURN);
    await old.keep();
    end(old);
    const signals = config.metrics.signals.filter(({ name }) => name !== "turns");
    const newer = { ...config, metrics: { ...config.metrics, schema: 2, signals } };
    await (await open({ config: newer })).flush();
    expect([requests, await states(files)]).toEqual([[], ["refused"]]);
  });

  test("R14: what is sent holds nothing that is not declared", async () => {
    const { open, requests } = await laptop();
    const counters = await open();
    counters.observe({ kind: "step", name: "CNRY-secret", more: { deep: "CNRY-secret" } });
    counters.observe({ kind: "undeclared" });
    counters.observe(null);
    await counters.flush();
    const [{ body } = { body: "" }] = requests;
    expect(judgePayload(body, uploadSchema(metricsConfig()))).toEqual([]);
    expect(Object.keys(JSON.parse(body))).toEqual(["counts", "os", "period", "schema", "version"]);
  });

  test("R21: what is sent is the one canonical form, whatever the order of the events", async () => {
    const { open, requests } = await laptop();
    const counters = await open();
    counters.observe(TURN);
    counters.observe({ kind: "step", name: "s3" });
    counters.observe({ kind: "step", name: "s1" });
    await counters.flush();
    counters.observe({ kind: "step", name: "s1" });
    counters.observe({ kind: "step", name: "s3" });
    counters.observe(TURN);
    await counters.flush();
    const [{ body } = { body: "" }, second] = requests;
    expect(second?.body).toBe(body);
    expect(judgePayload(body, uploadSchema(metricsConfig()))).toEqual([]);
  });

  test("R16: what the collector left out is told", async () => {
    const { open, network } = await laptop();
    const counters = await open();
    counters.observe(TURN);
    network.answer = () =>
      Response.json({ accepted: 0, refused: { "out.unknown-signal": 1 } }, { status: 202 });
    const { accepted, refused } = await counters.flush();
    expect([accepted, [...refused]]).toEqual([0, [["out.unknown-signal", 1]]]);
  });
});
