import type { Seen, Watch } from "./replay-watch.ts";
import type { Session } from "./session.ts";
import { withCommas } from "./with-commas.ts";

/** How often progress is shown, and from when on. */
const EVERY_MS = 200;
const FROM_MS = 1_000;

/**
 * Does the work of a replay, says on a terminal how far it is, and stops it when the session ends.
 *
 * @param size of all logs in bytes; undefined where it is not known
 */
export async function watching<T>(
  watch: Watch,
  size: number | undefined,
  { session, work }: { readonly session: Session; readonly work: () => Promise<T> },
): Promise<T> {
  const { host, signal, progress } = session;
  const startedAt = host.now();
  const timer = setInterval(() => {
    const ms = host.now() - startedAt;
    if (ms >= FROM_MS) progress(inWords(watch.seen(), { size, ms }));
  }, EVERY_MS);
  if (signal.aborted) watch.stop();
  signal.addEventListener("abort", watch.stop);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    signal.removeEventListener("abort", watch.stop);
    progress("");
  }
}

/** How far a replay is, such as `1.2 of 5.0 GB, 24 %, 1,300,000 lines, 3 findings, 0:42 left …`. */
export function inWords(
  { bytes, lines, findings }: Seen,
  { size, ms }: { readonly size: number | undefined; readonly ms: number },
): string {
  const counts = `${withCommas(lines)} lines, ${withCommas(findings)} findings`;
  const [unit, by] = (size ?? bytes) < 1e9 ? (["MB", 1e6] as const) : (["GB", 1e9] as const);
  const amount = (of: number): string => (of / by).toFixed(1);
  if (size === undefined || size === 0) return `${amount(bytes)} ${unit}, ${counts} …`;
  const share = Math.min(1, bytes / size);
  const left = share === 0 ? "" : `, ${clock((ms * (1 - share)) / share)} left`;
  const percent = Math.floor(100 * share);
  return `${amount(bytes)} of ${amount(size)} ${unit}, ${percent} %, ${counts}${left} …`;
}

/** Minutes and seconds, with hours before them where there are some. */
function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, at) => (at === 0 ? part : String(part).padStart(2, "0"))).join(":");
}
