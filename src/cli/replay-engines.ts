import { OpsError } from "../errors.ts";
import type { Engine, Source } from "../pushdown/engine.ts";
import { didYouMean } from "./nearest.ts";
import type { Session } from "./session.ts";

/** An engine that was reached, and the captured lines in it that are asked for. */
export interface OpenEngine {
  readonly engine: Engine;
  readonly source: Source;
  readonly close: () => Promise<void>;
}

/** What a command line says of an engine, as far as it does. */
export interface EngineArguments {
  readonly url: string | undefined;
  readonly table: string | undefined;
}

/**
 * Reaches an engine. `follow` shows how far it is, on a terminal. Throws `usage` for arguments that
 * are missing or unfit, and what reaching it throws.
 */
export type ReachEngine = (
  given: EngineArguments,
  session: Session,
  follow: ((how: string) => void) | undefined,
) => Promise<OpenEngine>;

/** Every engine but this process, loaded only when it is asked for. */
const ENGINES: ReadonlyMap<string, () => Promise<ReachEngine>> = new Map([
  ["clickhouse", async () => (await import("./replay-engine-clickhouse.ts")).reachClickHouse],
]);

/** What only files have, and what only an engine has. */
const OF_FILES = ["log", "workers", "prove"] as const;
const OF_ENGINES = ["url", "table"] as const;

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
  const stray = (isLocal ? OF_ENGINES : OF_FILES).find((argument) => isGiven(given[argument]));
  if (stray !== undefined && isLocal)
    throw new OpsError("usage", `Cannot use --${stray}: the logs are files`, {
      hint: "Add --engine clickhouse to replay where the events lie",
    });
  if (stray !== undefined)
    throw new OpsError(
      "usage",
      `Cannot use ${stray === "log" ? "LOG" : `--${stray}`} with --engine ${name}`,
      { hint: "It replays the rows of --table, where they lie" },
    );
  if (isLocal && log.length === 0)
    throw new OpsError("usage", "Cannot run this command: LOG is missing", {
      hint: "Add --help to see what it takes",
    });
  return engine;
}

const known = (): readonly string[] => ["local", ...ENGINES.keys()];

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
}
