/** How many requests a minute and how many new rows a day are taken; more are answered 429. */
export interface Budget {
  /** Seconds to wait; undefined: this request may pass, and is counted. */
  readonly request: () => number | undefined;
  /** The same for rows that do not exist yet. Only rows that pass are counted. */
  readonly rows: (count: number) => number | undefined;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Windows of the UTC clock: whoever waits knows for how long. */
export function createBudget(
  limits: { readonly requestsPerMinute: number; readonly rowsPerDay: number },
  now: () => number,
): Budget {
  const requests = windowed(limits.requestsPerMinute, MINUTE_MS, now);
  const rows = windowed(limits.rowsPerDay, DAY_MS, now);
  return { request: () => requests(1), rows };
}

function windowed(
  limit: number,
  lengthMs: number,
  now: () => number,
): (count: number) => number | undefined {
  let window = Number.NaN;
  let used = 0;
  return (count) => {
    const at = now();
    const current = Math.floor(at / lengthMs);
    if (current !== window) [window, used] = [current, 0];
    if (count > 0 && used + count > limit)
      return Math.max(1, Math.ceil(((current + 1) * lengthMs - at) / 1000));
    used += count;
    return undefined;
  };
}
