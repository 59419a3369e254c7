/** An end of patience: its signal aborts with a `TimeoutError` unless it is let go before. */
export interface Deadline {
  readonly signal: AbortSignal;
  readonly release: () => void;
}

/**
 * A deadline that comes whatever the memory does. Node 20 collects an `AbortSignal.timeout()` that
 * only `AbortSignal.any()` knows, which then never aborts; a timer holds this one.
 */
export function deadline(ms: number): Deadline {
  const controller = new AbortController();
  const timer: ReturnType<typeof setTimeout> = setTimeout(
    () => controller.abort(new DOMException("The time is over", "TimeoutError")),
    ms,
  );
  timer.unref();
  return { signal: controller.signal, release: () => clearTimeout(timer) };
}
