import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder } from "../../disk/folder.ts";
import { metricsConfig } from "./config.ts";
import { application, GRANTED_AT } from "./installed.ts";
import { DAY_MS, TURN } from "./laptop.ts";

describe("an application", () => {
  test("counts and sends where everything agrees, with no header of its own", async () => {
    const { open, requests } = await application();
    const metrics = await open();
    metrics.observe(TURN);
    expect(await metrics.flush()).toMatchObject({ sent: 1 });
    expect(requests).toEqual([
      {
        headers: ["accept", "content-type", "idempotency-key", "user-agent"],
        body: '{"counts":{"turns":{"total":1}},"os":"linux","period":"2026-W47","schema":1,"version":"1.4.0"}',
      },
    ]);
  });

  test.each([
    ["a development build", { development: true }, "development"],
    ["DO_NOT_TRACK", { env: { DO_NOT_TRACK: "yes" } }, "opted-out"],
    ["a variable of [telemetry] off", { env: { NO_COUNTS: "please" } }, "opted-out"],
    ["a test", { env: { VITEST: "true" } }, "test"],
    ["NODE_ENV=test", { env: { NODE_ENV: "test" } }, "test"],
    ["CI", { env: { CI: "1" } }, "ci"],
  ])("counts and sends nothing in %s, whatever the consent", async (_, options, off) => {
    const { open, requests } = await application();
    const earlier = await open();
    earlier.observe(TURN);
    const config = metricsConfig('[telemetry]\noff = ["NO_COUNTS"]\n');
    const metrics = await open({ config, ...options });
    metrics.observe(TURN);
    await metrics.flush();
    await metrics.close();
    expect([metrics.off, metrics.question(), requests]).toEqual([off, undefined, []]);
  });

  test("counts nothing unless it is enabled", async () => {
    const { open, requests } = await application();
    const config = metricsConfig();
    const metrics = await open({
      config: { ...config, metrics: { ...config.metrics, enabled: false } },
    });
    metrics.observe(TURN);
    await metrics.flush();
    expect([metrics.off, requests]).toEqual(["not-enabled", []]);
  });

  test("counts nothing on the day of the grant, by UTC", async () => {
    const { open, requests, clock } = await application();
    clock.now = GRANTED_AT + 30_000;
    const metrics = await open();
    metrics.observe(TURN);
    clock.now = GRANTED_AT + 60_000;
    metrics.observe(TURN);
    await metrics.flush();
    expect(requests.map(({ body }) => body)).toEqual([expect.stringContaining('{"total":1}')]);
  });

  test("has a question for those who were not asked, and none for those who were", async () => {
    const { open } = await application();
    const home = await folder();
    const metrics = await open({ env: { ASSAY_HOME: home } });
    expect(metrics.question()).toEqual({
      why: "not-asked",
      disclosure: "How often turns are done.",
    });
    await metrics.decide("denied");
    expect(metrics.question()).toBeUndefined();
    expect((await open({ env: { ASSAY_HOME: home } })).question()).toBeUndefined();
  });

  test("may be opened twice in one process: both count, and neither takes what the other writes", async () => {
    const { open, requests } = await application();
    const offline = { fetch: () => Promise.reject(new TypeError("no network")) };
    const [here, there] = [await open(), await open(offline)];
    there.observe(TURN);
    await there.flush();
    there.observe(TURN);
    here.observe(TURN);
    // One that waits under an id of the other's, and its own.
    await here.flush();
    here.observe(TURN);
    await Promise.all([here.flush(), there.flush()]);
    await there.close();
    await here.flush();
    const totals = requests.map(({ body }) => Number(/"total":(\d+)/.exec(body)?.[1]));
    expect(totals.reduce((sum, total) => sum + total)).toBe(4);
  });

  test("counts from the day after the first grant, however often the same is decided again", async () => {
    const { open, clock, requests } = await application();
    for (let day = 0; day < 2; day += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one start after the other
      const metrics = await open();
      // oxlint-disable-next-line no-await-in-loop -- as above
      await metrics.decide("granted");
      metrics.observe(TURN);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await metrics.close();
      clock.now += DAY_MS;
    }
    expect(requests).toHaveLength(2);
  });

  test("takes a grant of a day that has not come for a new one when it is given again", async () => {
    const { open, clock, requests } = await application();
    const home = await folder();
    const options = { env: { ASSAY_HOME: home } };
    const today = clock.now;
    clock.now += 400 * DAY_MS;
    await (await open(options)).decide("granted");
    clock.now = today;
    const metrics = await open(options);
    clock.now += DAY_MS;
    metrics.observe(TURN);
    await metrics.decide("granted");
    clock.now += DAY_MS;
    metrics.observe(TURN);
    await metrics.flush();
    expect(requests.map(({ body }) => body)).toEqual([expect.stringContaining('{"total":1}')]);
  });

  test.each([
    ["http://metrics.example.com/v1", "https"],
    ["https://ada@metrics.example.com/v1", "user"],
    ["https://metrics.example.com/v1?who=ada", "query"],
  ])("does not open with the address %s", async (endpoint, hint) => {
    const { open } = await application();
    const config = metricsConfig();
    const opened = open({ config: { ...config, metrics: { ...config.metrics, endpoint } } });
    await expect(opened).rejects.toMatchObject({
      kind: "config",
      hint: expect.stringContaining(hint),
    });
  });

  test.each([
    ["version", { version: "nightly of ada" }],
    ["os", { platform: "acme-os" }],
  ])("does not open where its %s is no member of the closed set", async (name, options) => {
    const { open } = await application();
    await expect(open(options)).rejects.toThrow(`dimension "${name}"`);
  });

  test("tells who asked when a decision could not be stored", async () => {
    const { open } = await application();
    const file = join(await folder(), "no-folder");
    writeFileSync(file, "");
    const metrics = await open({ env: { ASSAY_HOME: file } });
    await expect(metrics.decide("denied")).rejects.toMatchObject({ kind: "config" });
  });
});
