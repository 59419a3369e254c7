import { randomBytes } from "node:crypto";
import process from "node:process";
import { fileJournalFolder } from "../../disk/journal-folder.ts";
import { processOwners } from "../../disk/journal-owner.ts";
import { metricsFolder } from "../../disk/metrics-folder.ts";
import type { OpsError } from "../../errors.ts";
import type { Environment } from "../gate.ts";
import { processClock } from "../open-clock.ts";
import { createProblems } from "../problems.ts";
import { sendTo } from "./answer.ts";
import type { Consent, Withheld } from "./consent.ts";
import { type Counters, type CountersConfig, openCounters } from "./counters.ts";
import { type Flushed, NOTHING_SENT } from "./flush.ts";
import { checkEndpoint, dimensionsOf } from "./identity.ts";
import { type Off, offReason } from "./off.ts";
import { startRounds } from "./rounds.ts";

/** What an application says to count. */
export interface MetricsOptions {
  /** What `parseConfig` of `assay` returns for the `assay.toml` shipped with the application. */
  readonly config: CountersConfig & { readonly telemetry: { readonly off: readonly string[] } };
  /** The application's version, which stands in every batch that it counts. */
  readonly version: string;
  /** A build for its developers: it counts and sends nothing, whatever else is said. */
  readonly development: boolean;
  /** Values of the declared dimensions besides `os` and `version`. */
  readonly dimensions?: Readonly<Record<string, string | number | boolean>>;
  /** Told of a disk that fails, each problem once; the application goes on. */
  readonly onProblem?: (problem: OpsError) => void;
  /** How often batches are sent, in milliseconds; an hour unless told, more or less by chance. */
  readonly flushEveryMs?: number;
  /** The process's own unless told. */
  readonly env?: Environment;
  readonly platform?: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly now?: () => number;
}

/** The counters of an application. */
export interface ApplicationMetrics {
  /** Counts an event, in memory and at once. The disk is written a second later, behind. */
  readonly observe: (event: unknown) => void;
  /** Sends what waits. Throws `config` when the disk fails; a network that fails is an answer. */
  readonly flush: () => Promise<Flushed>;
  /** Records what the person decided; a refusal removes all that is pending before it resolves. */
  readonly decide: (decision: Consent["decision"]) => Promise<void>;
  /**
   * Whether the person is to be asked, with this text: nobody asked yet, or collection has widened
   * since. Undefined where there is nothing to ask.
   */
  readonly question: () => { readonly why: Withheld; readonly disclosure: string } | undefined;
  /** Why nothing is counted, whatever the person decided; undefined where it is theirs to say. */
  readonly off: Off | undefined;
  /** Writes what is counted, sends it if that takes less than a second, and ends within two. */
  readonly close: () => Promise<void>;
}

const KEEP_WITHIN_MS = 1_000;
const HOUR_MS = 3_600_000;
const EXIT_MS = 1_000;
const TIMEOUT_MS = 8_000;

/**
 * Opens the counters of an application: files in the user's state folder, which all processes and
 * the `assay` command share, and the declared address over the network. Where telemetry is off,
 * nothing is counted and nothing is sent; a decision is recorded all the same. Throws `config` for an
 * address that is not encrypted, and for dimensions without a value.
 */
export async function openMetrics(options: MetricsOptions): Promise<ApplicationMetrics> {
  const { config, version, flushEveryMs = HOUR_MS } = options;
  const { env = process.env, platform = process.platform, now = () => Date.now() } = options;
  const fetch: typeof globalThis.fetch =
    options.fetch ?? ((...asked) => globalThis.fetch(...asked));
  const { endpoint = "", disclosure = "" } = config.metrics;
  const off = offReason(options, env);
  if (off === undefined) checkEndpoint(endpoint);
  const dimensions =
    off === undefined ? dimensionsOf(config, { ...options.dimensions, os: platform, version }) : {};
  const end = new AbortController();
  const counters = await openCounters(
    config,
    { version, dimensions },
    {
      folder: fileJournalFolder(metricsFolder({ env, platform }, endpoint)),
      owners: processOwners(now),
      send: sendTo(endpoint, { fetch, timeoutMs: TIMEOUT_MS, signal: end.signal }),
      now,
      chance: () => randomBytes(16).toString("hex"),
    },
  );
  if (off !== undefined) return silent(counters, off);
  const rounds = startRounds(counters, processClock(now), {
    flushEveryMs,
    keepWithinMs: KEEP_WITHIN_MS,
    exitMs: EXIT_MS,
    hangUp: () => end.abort(),
    onProblem: createProblems(options.onProblem).tell,
  });
  return {
    observe: (event) => {
      counters.observe(event);
      rounds.nudge();
    },
    flush: counters.flush,
    decide: counters.decide,
    question: () => {
      const why = counters.withheld();
      return why === undefined || why === "denied" ? undefined : { why, disclosure };
    },
    off: undefined,
    close: rounds.stop,
  };
}

/** An application where nothing is counted: only decisions are heard. */
function silent({ decide }: Counters, off: Off): ApplicationMetrics {
  return {
    observe: () => undefined,
    flush: async () => NOTHING_SENT,
    decide,
    question: () => undefined,
    off,
    close: async () => undefined,
  };
}
