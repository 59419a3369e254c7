import { setImmediate } from "node:timers/promises";
import { basename, resolve } from "node:path";
import { createExchange } from "../../collector/exchange.ts";
import { sqliteStore } from "../../collector/sqlite-store.ts";
import { type CollectorStore, memoryStore } from "../../collector/store.ts";
import { openSqliteFile } from "../../disk/sqlite-file.ts";
import { OpsError } from "../../errors.ts";
import { type Command, command } from "../command.ts";
import { listenPlainly } from "../listen.ts";
import { serving, toCount } from "../serving.ts";
import type { Session } from "../session.ts";

/** `metrics serve`: a collector for the declared counters, until somebody stops it. */
export const metricsServeCommand: Command = command({
  args: {
    port: { type: "string", description: "The port; 0 takes a free one", default: "8020" },
    db: {
      type: "string",
      description: "Keep what was counted in this SQLite database; absent: until it stops",
      valueHint: "FILE",
    },
    rate: {
      type: "string",
      description:
        "Requests a minute that are taken, of all clients together; more are answered 429",
      valueHint: "N",
    },
  },
  examples: ["metrics serve", "metrics serve --port 0 --db counts.db --json"],
  run: async ({ port, db, rate }, session) => {
    const config = await session.config();
    const limits = rate === undefined ? {} : { requestsPerMinute: toCount("--rate", rate) };
    const { store, close } = await openStore(db, session);
    const exchange = createExchange({
      config,
      store,
      now: session.now,
      limits,
      onRefused: noteOnce(session),
    });
    try {
      await serving(listenPlainly(exchange, toCount("--port", port, 65_535)), {
        session,
        about: `Collector of ${config.metrics.signals.length} counters; Ctrl-C stops it`,
      });
    } finally {
      close();
    }
    return undefined;
  },
});

/** A file that cannot be used is told before anything is served. */
async function openStore(
  db: string | undefined,
  session: Session,
): Promise<{ readonly store: CollectorStore; readonly close: () => void }> {
  if (db === undefined) return { store: memoryStore(), close: () => undefined };
  const file = await openSqliteFile(resolve(session.host.cwd(), db));
  try {
    return {
      // What arrived during one write to the disk shares the next.
      store: sqliteStore(file, { gather: async () => setImmediate() }),
      close: () => void file.close(),
    };
  } catch (cause) {
    file.close();
    if (cause instanceof OpsError) throw cause;
    throw new OpsError("config", `Cannot use "${basename(db)}": it is no database`, {
      hint: "Name another file with --db",
      cause,
    });
  }
}

/** Clients and server that disagree about the counters are told about, each rule once. */
function noteOnce(session: Session): (rule: string) => void {
  const seen = new Set<string>();
  return (rule) => {
    if (seen.has(rule)) return;
    seen.add(rule);
    session.note(`Some of what arrives is refused: ${rule}`);
  };
}
