import { createCollector } from "../../src/collector/collector.ts";
import type { CollectorOptions } from "../../src/collector/exchange.ts";
import { memoryStore } from "../../src/collector/store.ts";
import { parseConfig } from "../../src/config/parse.ts";

const config = parseConfig(
  `version = 1
[log]
common = { surface = ["desktop", "cli"] }
[events.usage]
reason = "text"
[metrics]
schema = 2
period = "week"
dimensions = ["os", "version", "surface"]
[metrics.signals.turns]
on = "usage"
[metrics.signals.finish]
on = "usage"
label = "reason"
buckets = ["stop", "length"]
other = "other"
`,
  { file: "assay.toml" },
);
const NOW = Date.parse("2026-11-21T12:00:00Z");
export const DAY_MS = 86_400_000;

/** A batch that all of `config` vouches for. */
export const BODY = {
  counts: { finish: { stop: 2 }, turns: { total: 3 } },
  os: "linux",
  period: "2026-W47",
  schema: 2,
  surface: "cli",
  version: "1.4.0",
};

export interface Collecting {
  readonly post: (body: unknown, id?: string) => Promise<readonly [number, unknown]>;
  readonly get: () => Promise<unknown>;
  readonly send: (request: Request) => Promise<Response>;
  readonly clock: { now: number };
}

/** A collector with a clock that can be moved. */
export function collecting(options: Partial<CollectorOptions> = {}): Collecting {
  const clock = { now: NOW };
  const collect = createCollector({
    config,
    store: memoryStore(),
    now: () => clock.now,
    ...options,
  });
  let posts = 0;
  const url = "https://metrics.example.com/v1/metrics";
  return {
    clock,
    send: collect,
    post: async (body, id = `id-${(posts += 1)}`) => {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const headers = id === "" ? {} : { "idempotency-key": id };
      const response = await collect(new Request(url, { method: "POST", headers, body: text }));
      return [response.status, await read(response)];
    },
    get: async () => read(await collect(new Request(url))),
  };
}

async function read(response: Response): Promise<unknown> {
  return JSON.parse(await response.text());
}
