import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Config } from "../../../src/config/config.ts";
import { parseConfig } from "../../../src/config/parse.ts";
import { previewMetrics } from "../../../src/runtime/metrics/preview.ts";
import { DAY_MS, laptop, TURN } from "./laptop.ts";

/** Turns with a cap, and starts without one. */
const config = (max: number | undefined): Config =>
  parseConfig(
    `version = 1
[log]
form = "stream"
name = "kind"
[events.turn_done]
[events.started]
[metrics]
enabled = true
endpoint = "https://metrics.example.com/v1/metrics"
dimensions = ["os", "version"]
[metrics.signals.turns]
on = "turn_done"
${max === undefined ? "" : `max = ${max}`}
[metrics.signals.starts]
on = "started"
`,
    { file: "assay.toml" },
  );

const FIVE = config(5);
const WEEK = "1.4.0 2026-W47";

describe("what one installation says in a period never passes a signal's max", () => {
  test("in one batch", async () => {
    const { open, counted, requests } = await laptop({ config: FIVE });
    const counters = await open();
    for (let at = 0; at < 7; at += 1) counters.observe(TURN);
    counters.observe({ kind: "started" });
    expect(await counters.flush()).toMatchObject({ sent: 1, quarantined: 0 });
    expect(await counted()).toEqual({ [`turns total ${WEEK}`]: 5, [`starts total ${WEEK}`]: 1 });
    expect(requests.map(({ body }) => JSON.parse(body).counts)).toEqual([
      { starts: { total: 1 }, turns: { total: 5 } },
    ]);
  });

  test("in the batches of many processes, whenever they are sent", async () => {
    const processes = fc.array(fc.tuple(fc.nat(4), fc.boolean()), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(processes, async (counts) => {
        const { open, end, counted } = await laptop({ config: FIVE });
        for (const [turns, isSent] of counts) {
          const counters = await open();
          for (let at = 0; at < turns; at += 1) counters.observe(TURN);
          await (isSent ? counters.flush() : counters.keep());
          end(counters);
        }
        await (await open()).flush();
        const all = counts.reduce((sum, [turns]) => sum + turns, 0);
        expect((await counted())[`turns total ${WEEK}`] ?? 0).toBe(Math.min(all, 5));
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  test("and of the next period it says as much again", async () => {
    const { open, clock, counted } = await laptop({ config: FIVE });
    const counters = await open();
    for (const week of [0, 1]) {
      clock.now += 7 * DAY_MS * week;
      for (let at = 0; at < 9; at += 1) counters.observe(TURN);
      await counters.flush();
    }
    expect(Object.values(await counted())).toEqual([5, 5]);
  });
});

test("a batch says the same under the same id, whatever was sent in between", async () => {
  const { open, network, requests } = await laptop({ config: FIVE });
  const counters = await open();
  const three = async (): Promise<void> => {
    for (let at = 0; at < 3; at += 1) counters.observe(TURN);
    await counters.flush();
  };
  network.answer = () => new Response("", { status: 500 });
  await three();
  await three();
  network.answer = undefined;
  await three();
  const bodies = new Map<string, Set<string>>();
  for (const { id, body } of requests) bodies.set(id, new Set([...(bodies.get(id) ?? []), body]));
  expect([...bodies.values()].map(({ size }) => size)).toEqual([...bodies].map(() => 1));
});

test("a preview shows the bytes that are sent next, and takes no share by looking", async () => {
  const { open, end, files, requests, clock } = await laptop({ config: FIVE });
  for (const turns of [4, 3]) {
    const counters = await open();
    for (let at = 0; at < turns; at += 1) counters.observe(TURN);
    await counters.keep();
    end(counters);
  }
  const before = await files.list();
  const { batches } = await previewMetrics(files, FIVE, clock.now);
  expect((await files.list()).map(({ name }) => name)).toEqual(before.map(({ name }) => name));
  await (await open()).flush();
  expect(requests.map(({ body }) => body)).toEqual(batches.map(({ body }) => body));
  expect(requests.map(({ body }) => JSON.parse(body).counts.turns.total)).toEqual([4, 1]);
});

test("a beginning of a line that a crash left takes no share away", async () => {
  const { open, files, counted } = await laptop({ config: FIVE });
  const counters = await open();
  counters.observe(TURN);
  await counters.flush();
  const book = (await files.list()).find(({ name }) => name.endsWith(".share"));
  await files.append(book?.name ?? "", '\n0123456789abcdef {"id":', "existing");
  for (let at = 0; at < 9; at += 1) counters.observe(TURN);
  await counters.flush();
  expect(await counted()).toEqual({ [`turns total ${WEEK}`]: 5 });
});

test("a refusal leaves nothing of what was said, and without a max nothing is written down", async () => {
  const { open, files, decide } = await laptop({ config: FIVE });
  const counters = await open();
  counters.observe(TURN);
  await counters.flush();
  const books = async (): Promise<number> =>
    (await files.list()).filter(({ name }) => name.endsWith(".share")).length;
  expect(await books()).toBe(1);
  await decide("denied");
  expect(await books()).toBe(0);

  const free = await laptop({ config: config(undefined) });
  const uncapped = await free.open();
  for (let at = 0; at < 9; at += 1) uncapped.observe(TURN);
  await uncapped.flush();
  expect(await free.counted()).toEqual({ [`turns total ${WEEK}`]: 9 });
  expect((await free.files.list()).filter(({ name }) => name.endsWith(".share"))).toEqual([]);
});
