import type { Clock } from "../../src/runtime/clock.ts";

/** A clock that moves when it is told to, and wakes who sleeps on the way. */
export interface FakeClock extends Clock {
  /** Lets time pass on both clocks. */
  readonly pass: (ms: number) => Promise<void>;
  /** Sets the wall clock, as a person may. */
  readonly set: (now: number) => void;
  /** Lets whatever is ready run. */
  readonly settle: () => Promise<void>;
}

export function fakeClock(start: number, random: () => number = () => 0.5): FakeClock {
  let wall = start;
  let elapsed = 0;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  const wakeNext = (until: number): boolean => {
    const next = sleepers.toSorted((left, right) => left.at - right.at)[0];
    if (next === undefined || next.at > until) return false;
    wall += next.at - elapsed;
    elapsed = next.at;
    next.wake();
    return true;
  };
  return {
    now: () => wall,
    elapsed: () => elapsed,
    random,
    sleep: async (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(new Error("aborted"));
        const over = (): void => {
          sleepers.splice(sleepers.indexOf(sleeper), 1);
          reject(new Error("aborted"));
        };
        const wake = (): void => {
          sleepers.splice(sleepers.indexOf(sleeper), 1);
          signal.removeEventListener("abort", over);
          resolve();
        };
        const sleeper = { at: elapsed + ms, wake };
        sleepers.push(sleeper);
        signal.addEventListener("abort", over);
      }),
    settle,
    set: (now) => void (wall = now),
    pass: async (ms) => {
      const until = elapsed + ms;
      await settle();
      while (wakeNext(until)) await settle();
      wall += until - elapsed;
      elapsed = until;
      await settle();
    },
  };
}

async function settle(): Promise<void> {
  // Every port of these tests answers within a few turns.
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}
