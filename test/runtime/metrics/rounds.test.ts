import { describe, expect, test } from "vitest";
import type { Answer } from "../../../src/runtime/metrics/answer.ts";
import { saveConsent } from "../../../src/runtime/metrics/consent.ts";
import { openCounters } from "../../../src/runtime/metrics/counters.ts";
import { type Rounds, startRounds } from "../../../src/runtime/metrics/rounds.ts";
import { createProblems } from "../../../src/runtime/problems.ts";
import { type FakeClock, fakeClock } from "../clock.ts";
import { metricsConfig } from "./config.ts";
import { DAY_MS, TURN } from "./laptop.ts";
import { createMachine } from "./machine.ts";

const NOW = Date.parse("2026-11-18T12:00:00Z");
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const TAKEN: Answer = { came: "accepted", accepted: 1, refused: new Map() };

interface Running {
  readonly rounds: Rounds;
  /** An event each, told to the rounds as an application tells it. */
  readonly observe: () => void;
  readonly clock: FakeClock;
  /** Lets time pass and everything that is due be done. */
  readonly pass: (ms: number) => Promise<void>;
  /** When each batch was sent, in milliseconds from the start. */
  readonly sentAt: readonly number[];
  readonly problems: readonly unknown[];
  readonly world: { answer: Answer; isDiskFailing: boolean };
}

async function running(random: () => number = () => 0.5): Promise<Running> {
  const clock = fakeClock(NOW, random);
  const { folder, owners } = createMachine(
    () => 0.5,
    () => ({ death: 0, fault: 0 }),
  ).start();
  await saveConsent(folder, { decision: "granted", at: NOW - DAY_MS, policy: 1, grant: "g" });
  const world: Running["world"] = { answer: TAKEN, isDiskFailing: false };
  const sentAt: number[] = [];
  const problems: unknown[] = [];
  let chance = 0;
  const counters = await openCounters(
    metricsConfig(),
    { version: "1.4.0", dimensions: { os: "linux", version: "1.4.0" } },
    {
      folder: {
        ...folder,
        append: async (...asked) => {
          if (world.isDiskFailing) throw new Error("EIO");
          return folder.append(...asked);
        },
      },
      owners,
      send: async () => {
        sentAt.push(clock.elapsed());
        return world.answer;
      },
      now: clock.now,
      chance: () => (chance += 1).toString(16).padStart(32, "0"),
    },
  );
  const rounds = startRounds(counters, clock, {
    flushEveryMs: HOUR_MS,
    keepWithinMs: SECOND_MS,
    exitMs: SECOND_MS,
    hangUp: () => undefined,
    onProblem: createProblems((problem) => {
      problems.push(problem);
      throw new Error("an application's own mistake");
    }).tell,
  });
  const pass = async (ms: number): Promise<void> => {
    await clock.pass(ms);
    // oxlint-disable-next-line no-await-in-loop -- a flush takes many turns
    for (let turns = 0; turns < 20; turns += 1) await clock.settle();
  };
  await pass(0);
  const observe = (): void => {
    counters.observe(TURN);
    rounds.nudge();
  };
  return { rounds, observe, clock, pass, sentAt, problems, world };
}

describe("R24: counters are sent while an application runs", () => {
  test("every hour, more or less by chance", async () => {
    const chances = [0, 1, 0.5, 0.25];
    const { observe, pass, sentAt } = await running(() => chances.shift() ?? 0.5);
    for (let minute = 0; minute < 6 * 60; minute += 1) {
      observe();
      // oxlint-disable-next-line no-await-in-loop -- one minute after the other
      await pass(MINUTE_MS);
    }
    const [first = 0, ...later] = sentAt;
    const pauses = later.map((at, index) => at - (sentAt[index] ?? 0));
    expect(first).toBeLessThanOrEqual(1.5 * HOUR_MS);
    expect(pauses.length).toBeGreaterThan(2);
    for (const pause of pauses) {
      expect(pause).toBeGreaterThanOrEqual(0.5 * HOUR_MS);
      expect(pause).toBeLessThanOrEqual(1.5 * HOUR_MS + MINUTE_MS);
    }
  });

  test("again and again when nobody answers, at growing distances and without an end", async () => {
    const { observe, pass, sentAt, world } = await running();
    world.answer = { came: "later", waitMs: 0 };
    observe();
    await pass(HOUR_MS);
    for (let step = 0; step < 10 + 4 * 60; step += 1)
      // oxlint-disable-next-line no-await-in-loop -- one step after the other
      await pass(step < 10 ? SECOND_MS : MINUTE_MS);
    const pauses = sentAt.slice(1).map((at, index) => at - (sentAt[index] ?? 0));
    expect(pauses.length).toBeGreaterThan(15);
    expect(Math.min(...pauses)).toBeLessThan(2 * SECOND_MS);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(11 * MINUTE_MS);
  });

  test("not before the collector asked", async () => {
    const { observe, pass, sentAt, world } = await running();
    world.answer = { came: "later", waitMs: 3 * HOUR_MS };
    observe();
    await pass(HOUR_MS);
    expect(sentAt).toHaveLength(1);
    await pass(2 * HOUR_MS);
    expect(sentAt).toHaveLength(1);
    await pass(HOUR_MS);
    expect(sentAt).toHaveLength(2);
  });

  test("at the end", async () => {
    const { rounds, observe, pass, sentAt } = await running();
    observe();
    await Promise.all([rounds.stop(), pass(SECOND_MS)]);
    expect(sentAt).toHaveLength(1);
    await pass(5 * HOUR_MS);
    expect(sentAt).toHaveLength(1);
  });

  test("after a disk that failed works again, though who was told of it threw", async () => {
    const { observe, pass, sentAt, problems, world } = await running();
    world.isDiskFailing = true;
    observe();
    await pass(2 * HOUR_MS);
    expect(problems).toHaveLength(1);
    world.isDiskFailing = false;
    await pass(HOUR_MS);
    expect(sentAt).toHaveLength(1);
  });
});
