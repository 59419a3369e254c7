import { type Collector, createCollector } from "../collector/collector.ts";
import { memoryStore } from "../collector/store.ts";
import { isConfigNear } from "./config-file.ts";
import type { Session } from "./session.ts";

/** Where `dev` takes counters. */
export const METRICS_PATH = "/v1/metrics";

/** A collector of the declared counters that forgets at the end; undefined where none are declared. */
export async function devCollector(session: Session): Promise<Collector | undefined> {
  if (!isConfigNear(session.asked.config, session.host)) return undefined;
  const config = await session.config();
  if (config.metrics.signals.length === 0) return undefined;
  return createCollector({ config, store: memoryStore(), now: session.now });
}
