import { resolve } from "node:path";
import { createCollector } from "../../collector/collector.ts";
import { memoryStore } from "../../collector/store.ts";
import { fileJournal } from "../../disk/journal.ts";
import { type Command, command } from "../command.ts";
import { serving, toCount } from "../serving.ts";

/** `metrics serve`: a collector for the declared counters, until somebody stops it. */
export const metricsServeCommand: Command = command({
  args: {
    port: { type: "string", description: "The port; 0 takes a free one", default: "8020" },
    db: {
      type: "string",
      description: "Keep what was counted in this file; absent: until it stops",
      valueHint: "FILE",
    },
  },
  examples: ["metrics serve", "metrics serve --port 0 --db counts.jsonl --json"],
  run: async ({ port, db }, session) => {
    const config = await session.config();
    const store = db === undefined ? memoryStore() : fileJournal(resolve(session.host.cwd(), db));
    // A file that cannot be used is told before anything is served.
    await store.load();
    const collect = createCollector({ config, store, now: session.now });
    await serving(collect, toCount("--port", port, 65_535), {
      session,
      about: `Collector of ${config.metrics.signals.length} counters; Ctrl-C stops it`,
    });
    return undefined;
  },
});
