import { describe, expect, test } from "vitest";
import { judgePayload } from "../../../src/privacy/release/judge-payload.ts";
import { uploadSchema } from "../../../src/privacy/release/upload-schema.ts";
import { metricsConfig } from "./config.ts";
import { DAY_MS, laptop, states, TURN } from "./laptop.ts";

/** What the seed gets wrong (`seed-systems.md` 3.1, severity H and M), each as what holds here. */
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

  test("R3: what a crash left, sealed or not, is sent by a later run", async () => {
    const { open, end, network, counted } = await laptop();
    const first = await open();
    first.observe(TURN);
    network.answer = () => Response.error();
    await first.flush();
    first.observe(TURN);
    await first.keep();
    end(first);
    network.answer = undefined;
    await (await open()).flush();
    expect(await counted()).toEqual({ "turns total 1.4.0 2026-W47": 2 });
  });

  test("R4: processes that count and flush at once lose nothing and count nothing twice", async () => {
    const { open, counted } = await laptop();
    const all = await Promise.all([open(), open(), open()]);
    for (let round = 0; round < 10; round += 1) {
      for (const counters of all) counters.observe(TURN);
      // oxlint-disable-next-line no-await-in-loop -- one round after the other
      await Promise.all(all.map(async (counters) => counters.flush()));
    }
    expect(await counted()).toEqual({ "turns total 1.4.0 2026-W47": 30 });
  });

  test("R5: half a line is as if it was never written, and a damaged batch is set aside", async () => {
    const { open, end, files, counted } = await laptop();
    const torn = await open();
    torn.observe(TURN);
    await torn.keep();
    const [name = ""] = (await files.list()).map((file) => file.name);
    await files.append(name, '0123456789abcdef {"half', "existing");
    end(torn);
    expect(await (await open()).flush()).toMatchObject({ sent: 1, quarantined: 0 });
    const edited = await open();
    edited.observe(TURN);
    await edited.keep();
    const [other = ""] = (await files.list()).map((file) => file.name);
    await files.replace(other, ((await files.read(other)) ?? "").replace('"total":1', '"total":9'));
    end(edited);
    expect(await (await open()).flush()).toMatchObject({ sent: 0, quarantined: 1 });
    expect(await counted()).toEqual({ "turns total 1.4.0 2026-W47": 1 });
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

  test("R12, R20: a batch stands for the version and the period that counted", async () => {
    const { open, end, clock, counted } = await laptop();
    const old = await open({ version: "1.3.0" });
    old.observe(TURN);
    clock.now += 7 * DAY_MS;
    old.observe(TURN);
    await old.keep();
    end(old);
    await (await open({ version: "1.4.0" })).flush();
    expect(await counted()).toEqual({
      "turns total 1.3.0 2026-W47": 1,
      "turns total 1.3.0 2026-W48": 1,
    });
  });

  test("R13: an older schema is sent as such, or set aside where its names are gone", async () => {
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

  test("R14, R21: what is sent is the one canonical form and nothing undeclared", async () => {
    const { open, requests } = await laptop();
    const counters = await open();
    counters.observe(TURN);
    counters.observe({ kind: "step", name: "s3" });
    await counters.flush();
    const [{ body } = { body: "" }] = requests;
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

  test("R19: what was set aside, and drafts of a crash, do not stay for ever", async () => {
    const { open, files, clock } = await laptop();
    const id = `${"0".repeat(16)}-${"0".repeat(32)}`;
    await files.append(`${id}.refused`, "x", "new");
    await files.append(`.${id}.sealed.abc.tmp`, "x", "new");
    clock.now = Date.now();
    const counters = await open();
    await counters.flush();
    expect(await files.list()).toHaveLength(3);
    clock.now += 61 * DAY_MS;
    await counters.flush();
    expect((await files.list()).map(({ name }) => name)).toEqual(["consent"]);
  });

  test("R19: an event touches no file, and the file of a long session stays short", async () => {
    const { open, files } = await laptop();
    const counters = await open();
    counters.observe(TURN);
    expect((await files.list()).map(({ name }) => name)).toEqual(["consent"]);
    for (let turn = 0; turn < 1_000; turn += 1) {
      counters.observe(TURN);
      // oxlint-disable-next-line no-await-in-loop -- one write after the other
      await counters.keep();
    }
    const [name = ""] = (await files.list()).map((file) => file.name);
    expect((await files.read(name))?.length).toBeLessThan(64 * 1024);
  }, 30_000);
});
