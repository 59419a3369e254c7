import { describe, expect, test } from "vitest";
import { DAY_MS, laptop, states, TURN } from "./laptop.ts";

/** The laptop's clock stands on a Thursday, `2026-W47`. */
describe("when the clock passes the end of a period", () => {
  test("what was counted before it is sealed under its own period, on the disk or not", async () => {
    const { open, clock, counted } = await laptop();
    const [kept, unkept] = await Promise.all([open(), open()]);
    for (const counters of [kept, unkept]) counters.observe(TURN);
    await kept.keep();
    clock.now += 7 * DAY_MS;
    for (const counters of [kept, unkept]) counters.observe(TURN);
    await Promise.all([kept.flush(), unkept.flush()]);
    expect(await counted()).toEqual({
      "turns total 1.4.0 2026-W47": 2,
      "turns total 1.4.0 2026-W48": 2,
    });
  });

  test("what a process left that nobody could send is sent under its own period", async () => {
    const { open, clock, network, end, counted } = await laptop();
    const counters = await open();
    network.answer = () => Response.error();
    for (let week = 0; week < 3; week += 1) {
      counters.observe(TURN);
      // oxlint-disable-next-line no-await-in-loop -- one week after the other
      await counters.flush();
      clock.now += 7 * DAY_MS;
    }
    await counters.seal();
    end(counters);
    network.answer = undefined;
    await (await open()).flush();
    expect(Object.values(await counted())).toEqual([1, 1, 1]);
  });
});

describe("when the clock jumps", () => {
  test("back over the end of a period, what was counted ahead waits until it has begun", async () => {
    const { open, clock, files, requests, counted } = await laptop();
    const counters = await open();
    clock.now += 14 * DAY_MS;
    counters.observe(TURN);
    await counters.keep();
    clock.now -= 14 * DAY_MS;
    counters.observe(TURN);
    expect(await counters.flush()).toMatchObject({ sent: 1, kept: 1, quarantined: 0 });
    expect([await states(files), requests.length]).toEqual([["sealed"], 1]);
    clock.now += 14 * DAY_MS;
    expect(await counters.flush()).toMatchObject({ sent: 1, kept: 0 });
    expect(await counted()).toEqual({
      "turns total 1.4.0 2026-W47": 1,
      "turns total 1.4.0 2026-W49": 1,
    });
  });

  test("back before the grant, nothing is counted and what waits is sent", async () => {
    const { open, clock, network, requests } = await laptop();
    const counters = await open();
    counters.observe(TURN);
    network.answer = () => Response.error();
    await counters.flush();
    network.answer = undefined;
    clock.now -= 3 * DAY_MS;
    counters.observe(TURN);
    expect([counters.hasNews(), counters.withheld()]).toEqual([false, undefined]);
    expect(await counters.flush()).toMatchObject({ sent: 1 });
    expect(requests.at(-1)?.body).toContain('{"total":1}');
  });

  test("ahead by years and back, nothing that was kept is removed", async () => {
    const { open, clock, network, counted } = await laptop();
    const counters = await open();
    counters.observe(TURN);
    network.answer = () => Response.error();
    await counters.flush();
    clock.now += 3_000 * DAY_MS;
    await counters.flush();
    clock.now -= 3_000 * DAY_MS;
    network.answer = undefined;
    await counters.flush();
    expect(await counted()).toEqual({ "turns total 1.4.0 2026-W47": 1 });
  });
});
