const WINDOW_MS = 60_000;

/**
 * Counts requests by key, as PostHog counts those made with a key (`posthog-api.md` 1.5): so many
 * a minute, which begins with the first of them.
 *
 * @returns the seconds to wait, or undefined when the request may pass
 */
export function rateLimit(perMinute: number): (key: string, now: number) => number | undefined {
  const windows = new Map<string, { readonly since: number; readonly count: number }>();
  return (key, now) => {
    const held = windows.get(key);
    const current =
      held === undefined || now - held.since >= WINDOW_MS ? { since: now, count: 0 } : held;
    if (current.count >= perMinute) return Math.ceil((current.since + WINDOW_MS - now) / 1000);
    windows.set(key, { ...current, count: current.count + 1 });
    return undefined;
  };
}
