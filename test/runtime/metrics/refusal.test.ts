import { describe, expect, test } from "vitest";
import { DAY_MS, laptop, TURN } from "./laptop.ts";

describe("a person who says no", () => {
  test("R11: a refusal removes what every process has pending, and it is never sent again", async () => {
    const { open, decide, clock, files, requests } = await laptop();
    const [counters, other] = await Promise.all([open(), open()]);
    counters.observe(TURN);
    other.observe(TURN);
    await Promise.all([counters.keep(), other.keep()]);
    other.observe(TURN);
    await counters.decide("denied");
    expect((await files.list()).map(({ name }) => name)).toEqual(["consent.json"]);
    await decide("granted");
    await other.flush();
    clock.now += DAY_MS;
    await Promise.all([counters.flush(), other.flush()]);
    expect(requests).toEqual([]);
  });

  test("is obeyed by a process that was writing at that moment", async () => {
    const { open, files } = await laptop();
    const [counters, other] = await Promise.all([open(), open()]);
    for (let round = 0; round < 20; round += 1) other.observe(TURN);
    await Promise.all([other.keep(), counters.decide("denied"), other.flush()]);
    await other.keep();
    expect((await files.list()).map(({ name }) => name)).toEqual(["consent.json"]);
  });

  test("is rid of what waits though the disk is too full for a record of it", async () => {
    const { open, disk, files } = await laptop();
    const counters = await open();
    counters.observe(TURN);
    await counters.keep();
    disk.isFull = true;
    await expect(counters.decide("denied")).rejects.toThrow("ENOSPC");
    expect((await files.list()).map(({ name }) => name)).toEqual(["consent.json"]);
  });

  test("is not asked again, and is not counted after a restart", async () => {
    const { open, decide, requests, clock } = await laptop();
    await decide("denied");
    clock.now += DAY_MS;
    const counters = await open();
    counters.observe(TURN);
    await counters.flush();
    expect([counters.withheld(), requests]).toEqual(["denied", []]);
  });

  test("who says yes twice keeps what waits", async () => {
    const { open, decide, requests } = await laptop();
    const counters = await open();
    counters.observe(TURN);
    await counters.keep();
    await decide("granted");
    await counters.flush();
    expect(requests).toHaveLength(1);
  });

  test("is told apart from a record that nobody can read: neither is a grant", async () => {
    const { open, files, requests } = await laptop();
    await files.replace("consent.json", '{"format":1,"decision":"granted","grant":"made up"}');
    const counters = await open();
    counters.observe(TURN);
    await counters.flush();
    expect([counters.withheld(), requests]).toEqual(["not-asked", []]);
  });
});
