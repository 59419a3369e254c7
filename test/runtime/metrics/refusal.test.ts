import { describe, expect, test } from "vitest";
import { journalLine } from "../../../src/disk/journal-line.ts";
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
    expect((await files.list()).map(({ name }) => name)).toEqual(["consent"]);
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
    expect((await files.list()).map(({ name }) => name)).toEqual(["consent"]);
  });

  test("is rid of what waits though the disk is too full for a record of it", async () => {
    const { open, disk, files } = await laptop();
    const counters = await open();
    counters.observe(TURN);
    await counters.keep();
    disk.isFull = true;
    await expect(counters.decide("denied")).rejects.toThrow("ENOSPC");
    expect([counters.withheld(), await files.list()]).toEqual(["denied", []]);
    // Whoever opens now finds no grant either, and once there is room it is written down.
    expect((await open()).withheld()).toBe("not-asked");
    disk.isFull = false;
    counters.observe(TURN);
    await counters.keep();
    expect((await open()).withheld()).toBe("denied");
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

  test.each([
    ["made up", () => '{"format":1,"decision":"granted","policy":1,"grant":"made up"}\n'],
    ["edited", (text: string) => text.replace("denied", "granted")],
    ["cut off", (text: string) => text.slice(0, 40)],
    ["added to", (text: string) => text + text],
    ["of a later format", () => journalLine({ format: 2, decision: "granted" })],
  ])("is told apart from a record that was %s: that is no grant", async (_, change) => {
    const { open, decide, files, requests } = await laptop();
    await decide("denied");
    const damaged = change((await files.read("consent")) ?? "");
    await files.replace("consent", damaged);
    const counters = await open();
    counters.observe(TURN);
    await counters.flush();
    expect([counters.withheld(), requests]).toEqual(["record-damaged", []]);
    await counters.decide("granted");
    expect(counters.withheld()).toBeUndefined();
    // What was there stays for whoever wants to know.
    const aside = (await files.list()).find(({ name }) => name.startsWith("consent.damaged-"));
    expect(await files.read(aside?.name ?? "")).toBe(damaged);
  });
});
