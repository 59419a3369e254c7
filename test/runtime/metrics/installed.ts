import { onTestFinished } from "vitest";
import { createCollector } from "../../../src/collector/collector.ts";
import { memoryStore } from "../../../src/collector/store.ts";
import {
  type ApplicationMetrics,
  type MetricsOptions,
  openMetrics,
} from "../../../src/runtime/metrics/open-metrics.ts";
import { folder } from "../../disk/folder.ts";
import { metricsConfig } from "./config.ts";
import { DAY_MS } from "./laptop.ts";

export const GRANTED_AT: number = Date.parse("2026-11-18T23:59:00Z");

export interface Application {
  readonly open: (options?: Partial<MetricsOptions>) => Promise<ApplicationMetrics>;
  readonly requests: { readonly headers: string[]; readonly body: string }[];
  readonly clock: { now: number };
}

/** An application whose person agreed a minute before midnight; it runs the day after. */
export async function application(): Promise<Application> {
  const home = await folder();
  const clock = { now: GRANTED_AT };
  const requests: Application["requests"] = [];
  const collect = createCollector({
    config: metricsConfig(),
    store: memoryStore(),
    now: () => clock.now,
  });
  const open: Application["open"] = async (options = {}) => {
    const metrics = await openMetrics({
      config: metricsConfig(),
      version: "1.4.0",
      development: false,
      platform: "linux",
      now: () => clock.now,
      fetch: async (input, init) => {
        requests.push({
          headers: [...new Headers(init?.headers).keys()],
          body: await new Request(input, init).text(),
        });
        return collect(new Request(input, init));
      },
      ...options,
      env: { ASSAY_HOME: home, ...options.env },
    });
    onTestFinished(metrics.close);
    return metrics;
  };
  const first = await open();
  await first.decide("granted");
  // Or its first flush, when it comes late, sends what the next opening has sealed, once more.
  await first.close();
  clock.now += DAY_MS;
  return { open, requests, clock };
}
