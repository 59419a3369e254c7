import { backOffMs } from "../back-off.ts";
import type { Clock } from "../clock.ts";
import type { Counters } from "./counters.ts";

/** What happens by itself, until it is stopped. */
export interface Rounds {
  /** Says that something was counted: it is on the disk soon. */
  readonly nudge: () => void;
  /** Ends the rounds, writes what is counted, sends it if that is quick, and breaks off what is not. */
  readonly stop: () => Promise<void>;
}

export interface RoundsOptions {
  readonly flushEveryMs: number;
  /** How long what is counted may be in memory alone. */
  readonly keepWithinMs: number;
  /** How long the last flush may take; then as long again for the disk. */
  readonly exitMs: number;
  /** Breaks off a request that is under way. */
  readonly hangUp: () => void;
  /** Told of what failed; the next round tries again. It throws nothing. */
  readonly onProblem: (problem: unknown) => void;
}

/** Flushes at once and then in rounds, none of which keeps the process alive. */
export function startRounds(counters: Counters, clock: Clock, options: RoundsOptions): Rounds {
  const { flushEveryMs, keepWithinMs, exitMs, hangUp, onProblem } = options;
  const end = new AbortController();
  let isKeeping = false;

  async function flushing(): Promise<void> {
    for (let failures = 0; !end.signal.aborted;) {
      // oxlint-disable-next-line no-await-in-loop -- one round after the other
      const came = await counters.flush().catch(onProblem);
      failures = came === undefined || came.isCutShort ? failures + 1 : 0;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await clock.sleep(pauseMs(failures, came?.waitMs ?? 0), end.signal);
    }
  }

  /** Half to one and a half rounds, so that clients that started together part. */
  function pauseMs(failures: number, waitMs: number): number {
    const round = flushEveryMs * (0.5 + clock.random());
    const pause = failures === 0 ? round : Math.min(round, backOffMs(failures, clock.random()));
    return Math.max(pause, waitMs);
  }

  async function keeping(): Promise<void> {
    await clock.sleep(keepWithinMs, end.signal);
    isKeeping = false;
    await counters.keep().catch(onProblem);
  }

  async function last(): Promise<void> {
    try {
      await counters.seal();
      // One that was under way may have begun before the seal.
      const { isCutShort } = await counters.flush();
      if (!isCutShort) await counters.flush();
    } catch (problem) {
      onProblem(problem);
    }
  }

  // A sleep that is broken off ends the rounds.
  flushing().catch(() => undefined);
  return {
    nudge: () => {
      if (isKeeping || !counters.hasNews()) return;
      isKeeping = true;
      keeping().catch(() => undefined);
    },
    stop: async () => {
      end.abort();
      const ending = last();
      const patience = new AbortController();
      await Promise.race([ending, clock.sleep(exitMs, patience.signal)]);
      hangUp();
      await Promise.race([ending, clock.sleep(exitMs, patience.signal)]);
      patience.abort();
    },
  };
}
