import { OpsError } from "../errors.ts";
import type { Engine, Source } from "../pushdown/engine.ts";
import { didYouMean } from "./nearest.ts";
import type { Session } from "./session.ts";

/** An engine that was reached, and the captured lines in it that are asked for. */
export interface OpenEngine {
  readonly engine: Engine;
  readonly source: Source;
}

/** What a command line says of an engine, as far as it does. */
export type EngineArguments = Readonly<Record<EngineArgument, string | undefined>>;

type EngineArgument = "url" | "table" | "since" | "until" | "budget";

/**
 * Reaches an engine. `follow` shows how far it is, on a terminal. Throws `usage` for arguments that
 * are missing or unfit, and what reaching it throws.
 */
export type ReachEngine = (
  given: EngineArguments,
  session: Session,
  follow: ((how: string) => void) | undefined,
) => Promise<OpenEngine>;

/** An engine, loaded only when it is asked for, and the arguments that are its own. */
interface KnownEngine {
  readonly takes: readonly EngineArgument[];
  readonly load: () => Promise<ReachEngine>;
}

/** Every engine but this process. */
const ENGINES: ReadonlyMap<string, KnownEngine> = new Map<string, KnownEngine>([
  [
    "clickhouse",
    {
      takes: ["url", "table"],
      load: async () => (await import("./replay-engine-clickhouse.ts")).reachClickHouse,
    },
  ],
  [
    "posthog",
    {
      takes: ["since", "until", "budget"],
      load: async () => (await import("./replay-engine-posthog.ts")).reachPostHog,
    },
  ],
]);

/** What only files have. */
const OF_FILES = ["log", "workers", "prove"] as const;

/** What a command line says of what is to be replayed. */
export interface ReplayArguments extends EngineArguments {
  readonly engine: string;
  readonly log: readonly string[];
  readonly workers: string | undefined;
  readonly prove: boolean | undefined;
}

/** The engine that a command line names; undefined for files. Throws `usage` for what does not fit. */
export function toEngine(given: ReplayArguments): (() => Promise<ReachEngine>) | undefined {
  const { engine: name, log } = given;
  const isLocal = name === "local";
  const engine = ENGINES.get(name);
  if (engine === undefined && !isLocal)
    throw new OpsError("usage", "Cannot use --engine: no engine has this name", {
      hint: didYouMean(name, known(), `Engines: ${known().join(", ")}`),
    });
  requireOwn(given);
  if (engine !== undefined) requireNoFiles(given, engine);
  else if (log.length === 0)
    throw new OpsError("usage", "Cannot run this command: LOG is missing", {
      hint: "Add --help to see what it takes",
    });
  return engine?.load;
}

/** Refuses what is another engine's to take. */
function requireOwn(given: ReplayArguments): void {
  for (const [owner, { takes }] of ENGINES) {
    const stray = takes.find((argument) => isGiven(given[argument]));
    if (stray === undefined || owner === given.engine) continue;
    const why =
      given.engine === "local" ? ": the logs are files" : ` with --engine ${given.engine}`;
    throw new OpsError("usage", `Cannot use --${stray}${why}`, {
      hint: `It is for --engine ${owner}, which replays where the events lie`,
    });
  }
}

function requireNoFiles(given: ReplayArguments, { takes }: KnownEngine): void {
  const stray = OF_FILES.find((argument) => isGiven(given[argument]));
  if (stray === undefined) return;
  const what = stray === "log" ? "LOG" : `--${stray}`;
  const own = takes.map((argument) => `--${argument}`).join(", ");
  throw new OpsError("usage", `Cannot use ${what} with --engine ${given.engine}`, {
    hint: `It replays events where they lie, by ${own}`,
  });
}

const known = (): readonly string[] => ["local", ...ENGINES.keys()];

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
}
