import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "./clock.ts";

/** @param now the wall clock in epoch milliseconds; the process's own unless told */
export function processClock(now: () => number = () => Date.now()): Clock {
  return {
    now,
    elapsed: () => Math.floor(performance.now()),
    sleep: async (ms, signal, { ref } = { ref: false }) => delay(ms, undefined, { signal, ref }),
    random: () => Math.random(),
  };
}
