import { expect, test } from "vitest";
import { saveConsent, loadConsent } from "../../../src/runtime/metrics/consent.ts";
import { type Counters, openCounters } from "../../../src/runtime/metrics/counters.ts";
import { metricsConfig } from "./config.ts";
import { DAY_MS, states, TURN } from "./laptop.ts";
import { createMachine, type MachineProcess } from "./machine.ts";
import { dices } from "./dices.ts";

const config = metricsConfig();
const NOW = Date.parse("2026-11-19T12:00:00Z");

test("a refusal leaves nothing, wherever it and the others die, in 1,000 schedules", async () => {
  const seen = { refused: 0, died: 0 };
  for (let seed = 1; seed <= 1_000; seed += 1) {
    const dice = dices(seed);
    let death = 0;
    const machine = createMachine(dice, () => ({ death, fault: 0 }));
    let sent = 0;
    const start = async (process: MachineProcess): Promise<Counters> =>
      openCounters(
        config,
        { version: "1.4.0", dimensions: { os: "linux", version: "1.4.0" } },
        {
          folder: process.folder,
          owners: process.owners,
          send: async () => {
            sent += 1;
            return { came: "later", waitMs: 0 };
          },
          now: () => NOW,
          chance: () =>
            Array.from({ length: 32 }, () => Math.floor(dice() * 16).toString(16)).join(""),
        },
      );
    const [here, there] = [machine.start(), machine.start()];
    // oxlint-disable-next-line no-await-in-loop -- one schedule after the other
    await saveConsent(here.folder, {
      decision: "granted",
      at: NOW - DAY_MS,
      policy: 1,
      grant: "g",
    });
    // oxlint-disable-next-line no-await-in-loop -- as above
    const [refusing, other] = await Promise.all([start(here), start(there)]);
    for (const counters of [refusing, other]) counters.observe(TURN);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await refusing.flush();

    death = 0.1 * dice();
    // oxlint-disable-next-line no-await-in-loop -- as above
    await Promise.all([
      Promise.race([refusing.decide("denied"), here.died]),
      Promise.race([other.keep().then(other.flush), there.died]),
    ]);
    death = 0;
    const late = machine.start();
    sent = 0;
    // oxlint-disable-next-line no-await-in-loop -- as above
    const recorded = await loadConsent(late.folder);
    const isRefused = typeof recorded === "object" && recorded.decision === "denied";
    // oxlint-disable-next-line no-await-in-loop -- as above
    const next = await start(late);
    next.observe(TURN);
    other.observe(TURN);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await Promise.all([next.flush(), Promise.race([other.flush(), there.died])]);
    seen[isRefused ? "refused" : "died"] += 1;
    if (!isRefused) continue;
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect([await states(late.folder), sent], `schedule ${seed}`).toEqual([[], 0]);
  }
  expect(Math.min(seen.refused, seen.died)).toBeGreaterThan(20);
}, 30_000);
