import { createCollector } from "../../../src/collector/collector.ts";
import { type CollectorStore, memoryStore } from "../../../src/collector/store.ts";
import type { Config } from "../../../src/config/config.ts";
import { type Answer, sendTo } from "../../../src/runtime/metrics/answer.ts";
import { saveConsent } from "../../../src/runtime/metrics/consent.ts";
import { type Counters, openCounters } from "../../../src/runtime/metrics/counters.ts";
import { keptCells } from "../../collector/kept.ts";
import { STEPS } from "./config.ts";
import { dices } from "./dices.ts";
import { createMachine, type MachineProcess, type Odds } from "./machine.ts";

/** What is left of a schedule when all that failed works again. */
export interface Outcome {
  /** How often the collector counted each step that was observed. */
  readonly counted: ReadonlyMap<string, number>;
  readonly observed: readonly string[];
  /** Those that were on the disk once: a resolved `keep` or `flush` came after them. */
  readonly kept: ReadonlySet<string>;
  readonly quarantined: number;
  readonly deaths: number;
  readonly faults: number;
}

const NOW = Date.parse("2026-11-21T12:00:00Z");
const DAY_MS = 86_400_000;

/** Plays one seeded schedule with so many processes at a time, then lets everything arrive. */
export async function play(config: Config, seed: number, processes: number): Promise<Outcome> {
  const dice = dices(seed);
  let odds: Odds = { death: 0.08 * dice() ** 2, fault: 0.08 * dice() ** 2 };
  const machine = createMachine(dice, () => odds);
  const disk = memoryStore();
  const observed: string[] = [];
  const kept = new Set<string>();
  let now = NOW;
  let deaths = 0;
  let faults = 0;

  let generation = 0;
  const calls = new Set<(answer: Response) => void>();
  /** A collector that starts; the one before it has died wherever it was. */
  const open = (): ReturnType<typeof createCollector> => {
    const own = (generation += 1);
    const isAlive = (): boolean => own === generation;
    for (const hangUp of calls) hangUp(new Response("", { status: 502 }));
    calls.clear();
    return createCollector({
      config,
      store: failing(disk, { dice, odds: () => odds, isAlive }),
      now: () => now,
      limits: { requestsPerMinute: Infinity, rowsPerDay: Infinity },
    });
  };
  let collect = open();

  /** The exchange: the request may be lost, the answer may be lost, either side may die. */
  const exchange = (process: MachineProcess): typeof fetch =>
    async function post(input, init) {
      await process.step(() => undefined);
      if (dice() < odds.fault) throw new TypeError("the request was lost");
      if (dice() < odds.fault) return new Response("busy", { status: dice() < 0.5 ? 429 : 502 });
      if (dice() < odds.death) collect = open();
      const response = await new Promise<Response>((resolve) => {
        calls.add(resolve);
        void collect(new Request(input, { ...init, signal: null })).then(resolve);
      });
      await process.step(() => undefined);
      if (dice() < odds.fault) throw new TypeError("the answer was lost");
      return response;
    };

  async function start(process: MachineProcess): Promise<Counters> {
    const send = sendTo("https://metrics.example.com/v1/metrics", {
      fetch: exchange(process),
      timeoutMs: 60_000,
      signal: new AbortController().signal,
    });
    return openCounters(
      config,
      { version: "1.4.0", dimensions: { os: "linux", version: "1.4.0" } },
      {
        folder: process.folder,
        owners: process.owners,
        send: async (batch): Promise<Answer> => send(batch),
        now: () => now,
        chance: () => hex(dice),
      },
    );
  }

  async function live(process: MachineProcess): Promise<void> {
    const counters = await start(process);
    const mine: string[] = [];
    const observe = (): void => {
      const step = STEPS[observed.length];
      if (step === undefined) return;
      observed.push(step);
      mine.push(step);
      counters.observe({ kind: "step", name: step });
    };
    for (;;) {
      if (observed.length === STEPS.length) return;
      const deed = dice();
      if (deed < 0.4) observe();
      else if (deed < 0.45) now += 3 * DAY_MS;
      else if (deed < 0.47) machine.losePower();
      else {
        const before = [...mine];
        const done = (
          deed < 0.62 ? counters.keep() : deed < 0.72 ? counters.seal() : counters.flush()
        ).then(
          () => before.forEach((each) => kept.add(each)),
          () => (faults += 1),
        );
        // Events do not wait for the disk.
        while (dice() < 0.3) {
          // oxlint-disable-next-line no-await-in-loop -- somewhere in between
          await process.step(observe);
        }
        // oxlint-disable-next-line no-await-in-loop -- a process does one thing after the other
        await done;
      }
      // oxlint-disable-next-line no-await-in-loop -- lets the other processes go on
      await process.step(() => undefined);
    }
  }

  async function lives(): Promise<void> {
    while (observed.length < STEPS.length) {
      const process = machine.start();
      // oxlint-disable-next-line no-await-in-loop -- one life after the other
      await Promise.race([live(process), process.died]);
      process.kill();
      deaths += 1;
    }
  }

  const calm = odds;
  odds = { death: 0, fault: 0 };
  const first = machine.start();
  await saveConsent(first.folder, { decision: "granted", at: NOW - DAY_MS, policy: 1, grant: "g" });
  first.kill();
  odds = calm;
  await Promise.all(Array.from({ length: processes }, lives));

  odds = { death: 0, fault: 0 };
  machine.losePower();
  const last = await start(machine.start());
  const { quarantined } = await last.flush();
  return { counted: await countedIn(disk), observed, kept, quarantined, deaths, faults };
}

/** A collector's disk: a transaction may be there although it failed, or not be there. */
function failing(
  disk: CollectorStore,
  world: {
    readonly dice: () => number;
    readonly odds: () => Odds;
    readonly isAlive: () => boolean;
  },
): CollectorStore {
  return {
    transact: async (deed) => {
      await Promise.resolve();
      if (!world.isAlive()) return new Promise(() => undefined);
      if (world.dice() < world.odds().fault) throw new Error("Cannot write: EIO");
      const result = await disk.transact(deed);
      if (world.dice() < world.odds().fault) throw new Error("Cannot write: ENOSPC");
      return result;
    },
  };
}

/** By the sum over all that stands in the collector's store. */
async function countedIn(disk: CollectorStore): Promise<ReadonlyMap<string, number>> {
  const counted = new Map<string, number>();
  for (const { bucket, count } of await keptCells(disk))
    counted.set(bucket, (counted.get(bucket) ?? 0) + count);
  return counted;
}

function hex(dice: () => number): string {
  return Array.from({ length: 4 }, () =>
    Math.floor(dice() * 2 ** 32)
      .toString(16)
      .padStart(8, "0"),
  ).join("");
}
