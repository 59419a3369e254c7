import process from "node:process";
import { expect, test } from "vitest";
import { metricsConfig } from "./config.ts";
import { type Outcome, play } from "./schedule.ts";

/** What guards main plays all 10,000; the first of them tell of most mistakes in a few seconds. */
const SCHEDULES = process.env["CI"] === undefined ? 1_000 : 5_000;
const config = metricsConfig();

/** What a schedule shows of loss and of counting twice. */
function wrongs(outcome: Outcome): string[] {
  const { counted, observed, kept, quarantined } = outcome;
  return [
    ...observed.filter((step) => (counted.get(step) ?? 0) > 1).map((step) => `${step} twice`),
    ...[...kept].filter((step) => !counted.has(step)).map((step) => `${step} lost`),
    ...[...counted.keys()].filter((step) => !observed.includes(step)).map((s) => `${s} made up`),
    ...(quarantined > 0 ? [`${quarantined} set aside`] : []),
  ];
}

test.each([1, 2])(
  "nothing kept is lost and nothing counts twice, with %i at a time, wherever they die",
  async (processes) => {
    const seen = { deaths: 0, faults: 0, kept: 0, unkept: 0 };
    for (let seed = 1; seed <= SCHEDULES; seed += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one schedule after the other
      const outcome = await play(config, seed * 2 + processes, processes);
      expect(wrongs(outcome), `schedule ${seed}`).toEqual([]);
      seen.deaths += outcome.deaths;
      seen.faults += outcome.faults;
      seen.kept += outcome.kept.size;
      seen.unkept += outcome.observed.length - outcome.kept.size;
    }
    // The dice do what they are for: some of everything happened.
    expect(Math.min(seen.deaths, seen.faults, seen.kept, seen.unkept)).toBeGreaterThan(
      SCHEDULES / 2,
    );
  },
  300_000,
);
