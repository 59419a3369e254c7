import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Config } from "../config/config.ts";
import { chunks } from "../disk/chunks.ts";
import type { RunElsewhere } from "../replay/proof/elsewhere.ts";
import type { TrialLog } from "../replay/proof/faults.ts";
import { type Proof, prove } from "../replay/proof/prove.ts";
import { NETWORK, PAYLOAD, type RunSinks } from "../replay/proof/sinks.ts";
import { createWitness, type Witness } from "../replay/proof/witness.ts";
import { type Log, replay } from "../replay/replay.ts";
import { formats } from "../report/formats.ts";
import type { RunAnother } from "./another-process.ts";
import type { Host } from "./host.ts";
import { behaving, countersSinks, endpointOf } from "./prove-counters.ts";
import type { Session } from "./session.ts";

/** Runs one command line, as `run.ts` does. */
type Run = (argv: readonly string[], host: Host) => Promise<number>;

/** A proof that is under way: it sees the logs while they are replayed. */
export interface OpenProof {
  readonly witness: Witness;
  /** The same logs, to be read in the place of those given. */
  readonly logs: readonly Log[];
  /** To be asked once the logs are read. */
  readonly prove: () => Promise<Proof>;
}

/** Opens the proof of a replay, with this very tool as what is on trial. */
export function openProof(
  logs: readonly Log[],
  { config, session }: { readonly config: Config; readonly session: Session },
): OpenProof {
  const { host } = session;
  const witness = createWitness(config);
  const seen = logs.map((log) => digested(log, host));
  return {
    witness,
    logs: seen,
    prove: async () => {
      const { run } = await import("./run.ts");
      return prove(witness.testimony(), {
        rules: { ...config, today: session.today() },
        config: bytesToHex(sha256(await readFile(resolve(host.cwd(), config.file)))),
        logs: await Promise.all(seen.map(async (log) => log.digest())),
        run: sinksOf(run, config, session),
        counters: {
          behave: behaving(config),
          endpoint: endpointOf(config),
          optOuts: config.telemetry.off,
        },
        ...(host.another && { elsewhere: elsewhere(host.another, config, session) }),
      });
    },
  };
}

/** A log, and the SHA-256 of its bytes once it is read. */
interface DigestedLog extends Log {
  readonly digest: () => Promise<string>;
}

/**
 * A file's digest is that of its bytes as they lie, compressed or not, so that anyone can compute
 * it; that of standard input is taken as its plain bytes go by.
 */
function digested(log: Log, { cwd }: Pick<Host, "cwd">): DigestedLog {
  const digest = sha256.create();
  if (log.path !== "-")
    return {
      ...log,
      digest: async () => {
        for await (const chunk of chunks(resolve(cwd(), log.path))) digest.update(chunk);
        return bytesToHex(digest.digest());
      },
    };
  const passing = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of log.chunks) {
      digest.update(chunk);
      yield chunk;
    }
  };
  return { ...log, chunks: passing(), digest: async () => bytesToHex(digest.digest()) };
}

/**
 * Every sink of a replay: the report in each format, what is said beside it under `--debug`, and
 * what is asked of the network. What a workflow's summary would get is the Markdown report.
 */
function sinksOf(run: Run, config: Config, { host, asked, signal, today }: Session): RunSinks {
  return async (log) => {
    const sinks = new Map([
      [PAYLOAD, await payloadOf(log, config, today())],
      ...(await countersSinks(log, config)),
    ]);
    for (const { id } of formats) {
      signal.throwIfAborted();
      const heard = listening(host, log);
      const argv = ["replay", "-", "--format", id, "--debug", ...configArguments(config, asked)];
      const thrown = await run(argv, heard.host).then(
        () => "",
        (error: unknown) => (error instanceof Error ? String(error.stack) : "a throw"),
      );
      sinks.set(`${id} throw`, thrown);
      for (const [sink, text] of Object.entries(heard.texts)) sinks.set(`${id} ${sink}`, text);
    }
    return sinks;
  };
}

/** Names the config and the environment as they were asked for. */
const configArguments = ({ file }: Config, { env }: Session["asked"]): string[] => [
  "--config",
  file,
  ...(env === undefined ? [] : ["--env", env]),
];

/** The JSON report of another process, at this one's time. */
function elsewhere(another: RunAnother, config: Config, { asked, now }: Session): RunElsewhere {
  const argv = ["replay", "-", "--json", ...configArguments(config, asked)];
  return async ({ bytes }, place) =>
    another(argv, {
      env: { ...place, ASSAY_NOW: new Date(now()).toISOString() },
      stdin: bytes,
    });
}

/** What a replay of the log would send, as its report shows it. */
async function payloadOf({ bytes }: TrialLog, config: Config, today: string): Promise<string> {
  const once = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    yield bytes;
  };
  const log = { path: "-", chunks: once() };
  const { release } = await replay([log], { ...config, today, definitions: [] });
  return (release?.payloads ?? []).map(({ payload }) => payload).join("\n");
}

/** A host that reads the log on trial, and keeps what it is told instead of passing it on. */
function listening(
  host: Host,
  { bytes, quoted, isFull = false }: TrialLog,
): { readonly host: Host; readonly texts: Readonly<Record<string, string>> } {
  const texts = { report: "", stderr: "", [NETWORK]: "" };
  const print = (text: string): void => {
    if (isFull) throw new Error("ENOSPC: no space left on device");
    texts.report += text;
  };
  const stdin = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    yield bytes;
    if (quoted !== undefined) throw new Error(`Unexpected token in ${quoted}`);
  };
  const besides = formats.flatMap(({ beside }) => (beside === undefined ? [] : [beside.variable]));
  return {
    host: {
      ...host,
      env: Object.fromEntries(Object.entries(host.env).filter(([name]) => !besides.includes(name))),
      print,
      write: async (text) => {
        print(text);
        return true;
      },
      say: (text) => void (texts.stderr += text),
      stdin,
      fetch: async (input) => {
        texts[NETWORK] += input instanceof Request ? input.url : String(input);
        throw new TypeError("a proof has no network");
      },
      ask: async () => "",
      // Each run's own: hundreds of them would crowd the process's. Between two runs it is asked.
      interrupted: new AbortController().signal,
    },
    texts,
  };
}
