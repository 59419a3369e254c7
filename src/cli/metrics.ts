import { randomBytes } from "node:crypto";
import type { Config } from "../config/config.ts";
import { fileJournalFolder, type JournalFolder } from "../disk/journal-folder.ts";
import { processOwners } from "../disk/journal-owner.ts";
import { metricsFolder } from "../disk/metrics-folder.ts";
import { sendTo } from "../runtime/metrics/answer.ts";
import { type Counters, openCounters } from "../runtime/metrics/counters.ts";
import { checkEndpoint } from "../runtime/metrics/identity.ts";
import { type Off, offReason } from "../runtime/metrics/off.ts";
import type { Session } from "./session.ts";

const TIMEOUT_MS = 8_000;

/** The counters of this machine, where the applications that share this config keep them. */
export interface MetricsDesk {
  readonly config: Config;
  readonly path: string;
  readonly folder: JournalFolder;
  /** Why nothing is sent from here, whatever the person decided. */
  readonly off: Off | undefined;
  /** Counters that count nothing, to send what others counted. */
  readonly counters: () => Promise<Counters>;
}

export async function openMetricsDesk(session: Session): Promise<MetricsDesk> {
  const config = await session.config();
  const { env, platform, fetch } = session.host;
  const { endpoint = "" } = config.metrics;
  const path = metricsFolder({ env, platform }, endpoint);
  const folder = fileJournalFolder(path);
  return {
    config,
    path,
    folder,
    // Development builds have kept nothing, so that there is none of theirs to send.
    off: offReason({ config, development: false }, env),
    counters: async () => {
      checkEndpoint(endpoint);
      const identity = { version: "", dimensions: {} };
      return openCounters(config, identity, {
        folder,
        owners: processOwners(session.now),
        send: sendTo(endpoint, { fetch, timeoutMs: TIMEOUT_MS, signal: session.signal }),
        now: session.now,
        chance: () => randomBytes(16).toString("hex"),
      });
    },
  };
}
