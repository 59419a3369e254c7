import { backOffMs } from "./back-off.ts";
import type { Clock } from "./clock.ts";

/** Asks again when it is time to, never twice at once. */
export interface Refresher {
  /** Asks now, or joins the question that is under way. Throws when there is no answer. */
  readonly now: () => Promise<void>;
  /** Asks in the background if it is due and no back-off is running. */
  readonly behind: () => void;
  /** Tries in a row that failed. */
  readonly failures: () => number;
}

/**
 * @param ask resolves to false when something was left undecided, which counts as a failure
 * @param isDue whether there is anything to ask for
 */
export function createRefresher({
  ask,
  isDue,
  clock,
  signal,
}: {
  readonly ask: () => Promise<boolean>;
  readonly isDue: () => boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Refresher {
  let running: Promise<void> | undefined;
  let failures = 0;
  let notBefore = 0;

  const failed = (): void => {
    failures += 1;
    const wait = backOffMs(failures, clock.random());
    notBefore = clock.elapsed() + wait;
    clock.sleep(wait, signal).then(behind, () => {});
  };
  const attempt = async (): Promise<void> => {
    try {
      if (await ask()) failures = 0;
      else failed();
    } catch (error) {
      failed();
      throw error;
    }
  };
  const now = async (): Promise<void> =>
    (running ??= attempt().finally(() => (running = undefined)));
  function behind(): void {
    const waits = failures > 0 && clock.elapsed() < notBefore;
    if (signal.aborted || running !== undefined || waits || !isDue()) return;
    now().catch(() => {});
  }
  return { now, behind, failures: () => failures };
}
