/** Time and chance, as this room needs them. */
export interface Clock {
  /** Epoch milliseconds; a person may set it back. */
  readonly now: () => number;
  /** Milliseconds since some moment; never goes back, and may stand while the machine sleeps. */
  readonly elapsed: () => number;
  /** Rejects when the signal aborts. Keeps no process alive, unless somebody waits for it (`ref`). */
  readonly sleep: (
    ms: number,
    signal: AbortSignal,
    options?: { readonly ref: boolean },
  ) => Promise<void>;
  /** 0 to 1. */
  readonly random: () => number;
}

/**
 * Epoch milliseconds that a wall clock cannot set back while the process lives: the later of the
 * wall's clock and of what has passed since now.
 */
export function latestOf({ now, elapsed }: Pick<Clock, "now" | "elapsed">): () => number {
  const offset = now() - elapsed();
  return () => Math.max(now(), offset + elapsed());
}

export const DAY_MS = 86_400_000;

/** The day of a moment in UTC, as an ISO date. */
export const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
