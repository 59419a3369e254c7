import type { Config } from "../config/config.ts";
import { type Diagnostic, OpsError } from "../errors.ts";
import { deadline } from "../posthog/deadline.ts";
import { type Given, globals, parseArguments } from "./arguments.ts";
import { loadConfig } from "./config-file.ts";
import type { FileChanges } from "./file-changes.ts";
import type { Host } from "./host.ts";
import { narrator } from "./narrator.ts";

/** One run of one command: what it was asked for, and what it may use. */
export interface Session {
  readonly host: Host;
  /** The command's words, such as `experiment ship`. */
  readonly command: string;
  readonly asked: Asked;
  /** Has the command run again whenever one of the files changes. */
  readonly watch: FileChanges["watch"];
  /** Epoch milliseconds, by ASSAY_NOW where it is set. */
  readonly now: () => number;
  /** The day by `now`, as an ISO date. */
  readonly today: () => string;
  /** Aborts on interrupt and when `--timeout` is over. */
  readonly signal: AbortSignal;
  /** The config file, read once. */
  readonly config: () => Promise<Config>;
  /** Says something on the way, on stderr; silent under `--quiet`. */
  readonly note: (text: string) => void;
  /** Says what only `--debug` asks for. Never a secret, never a value from a log. */
  readonly debug: (text: string) => void;
  /** Shows progress on a terminal, over itself; nothing elsewhere. */
  readonly progress: (text: string) => void;
  /**
   * Writes rows to standard output at its reader's pace; false when nobody reads any more. From
   * then on no envelope stands there, not even for a failure.
   */
  readonly stream: Host["write"];
  readonly hasStreamed: () => boolean;
  /** Adds to the diagnostics that stand beside the result. */
  readonly warn: (diagnostic: Diagnostic) => void;
  readonly warnings: readonly Diagnostic[];
  /** What a person types; undefined where nobody can be asked. */
  readonly ask: (question: string) => Promise<string | undefined>;
  /** Lets a person confirm; refuses where nobody can be asked. */
  readonly confirm: (question: string, yes: boolean) => Promise<void>;
}

export interface Asked {
  readonly config: string | undefined;
  readonly env: string | undefined;
  readonly format: string;
  readonly quiet: boolean;
  readonly debug: boolean;
  readonly color: boolean;
  readonly timeoutMs: number | undefined;
}

/** Opens the session that a command line asks for. Throws `usage`. */
export function openSession(
  argv: readonly string[],
  { host, command, watch }: Pick<Session, "host" | "command" | "watch">,
): Session {
  const given = parseGlobals(argv);
  const asked = toAsked(given);
  const now = clock(host);
  const warnings: Diagnostic[] = [];
  const signals = [host.interrupted];
  if (asked.timeoutMs !== undefined) signals.push(deadline(asked.timeoutMs).signal);
  let config: Promise<Config> | undefined;
  let streamed = false;
  const ask = async (question: string): Promise<string | undefined> =>
    given.input && host.terminal.stdin ? host.ask(question) : undefined;
  return {
    host,
    command,
    watch,
    asked,
    now,
    today: () => new Date(now()).toISOString().slice(0, 10),
    signal: AbortSignal.any(signals),
    config: () => (config ??= loadConfig(asked, host)),
    ...narrator(asked, host),
    stream: async (text) => {
      streamed = true;
      return host.write(text);
    },
    hasStreamed: () => streamed,
    warn: (diagnostic) => void warnings.push(diagnostic),
    warnings,
    ask,
    confirm: async (question, yes) => {
      if (yes) return;
      const answer = await ask(`${question} [y/N] `);
      if (answer === undefined)
        throw new OpsError("usage", "Cannot ask for confirmation: nobody is at the terminal", {
          hint: "Add --yes to write without asking, or --dry-run to see what would be written",
        });
      if (!/^y(es)?$/i.test(answer.trim()))
        throw new OpsError("refused", "Cannot go on: not confirmed", {
          hint: "Nothing was written",
        });
    },
  };
}

/** Only the global flags of a command line: the command reads, and judges, the rest. */
function parseGlobals(argv: readonly string[]): Given<typeof globals> {
  const known = new Map<string, { readonly type: string }>(Object.entries(globals));
  const mine = argv.flatMap((arg, index) => {
    const global = known.get(/^--(?:no-)?([a-z]+)/.exec(arg)?.[1] ?? "");
    if (global === undefined) return [];
    const next = argv[index + 1];
    const takesNext = global.type === "string" && !arg.includes("=") && next !== undefined;
    return takesNext ? [arg, next] : [arg];
  });
  return parseArguments(mine, globals);
}

function toAsked(given: Given<typeof globals>): Asked {
  const { config, env, quiet, debug, color, timeout } = given;
  const seconds = timeout === undefined ? undefined : Number(timeout);
  if (seconds !== undefined && !(seconds > 0 && seconds < 86_400 * 20))
    throw new OpsError("usage", "Cannot use --timeout: it takes a number of seconds above 0");
  const format = given.json ? "json" : given.format;
  const timeoutMs = seconds === undefined ? undefined : Math.ceil(seconds * 1000);
  return { config, env, format, quiet, debug, color, timeoutMs };
}

/** ASSAY_NOW stops the clock, so that no date in a fixture ages. */
function clock({ env, now }: Host): () => number {
  const fixed = env["ASSAY_NOW"];
  if (fixed === undefined || fixed === "") return now;
  const at = Date.parse(fixed);
  if (Number.isNaN(at))
    throw new OpsError("usage", "Cannot use ASSAY_NOW: it is no ISO time", {
      hint: 'Write it like "2026-12-01T09:00:00Z"',
    });
  return () => at;
}
