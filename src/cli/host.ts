import { setTimeout as delay } from "node:timers/promises";
import { isatty } from "node:tty";
import { anotherProcess, type RunAnother } from "./another-process.ts";
import type { Threads } from "./replay-thread.ts";

/** All that the process lends to the tool. Tests lend something else. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: () => string;
  readonly platform: string;
  readonly fetch: typeof globalThis.fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Standard output: results. */
  readonly print: (text: string) => void;
  /** Standard output at its reader's pace; resolves to false when nobody reads any more. */
  readonly write: (text: string) => Promise<boolean>;
  /** Standard error: everything else. */
  readonly say: (text: string) => void;
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /** Whether a person watches; decides colour and progress, never content. */
  readonly terminal: {
    readonly stdin: boolean;
    readonly stdout: boolean;
    readonly stderr: boolean;
    /** How wide standard output is. */
    readonly columns?: number | undefined;
  };
  /** Runs this very tool in a process of its own; undefined where none can be started. */
  readonly another?: RunAnother | undefined;
  /** Threads of this process; undefined where there are none. */
  readonly threads?: (() => Promise<Threads>) | undefined;
  readonly ask: (question: string) => Promise<string>;
  /** Aborts when the person interrupts. */
  readonly interrupted: AbortSignal;
}

/** The host that a real process is. */
export function processHost(process: NodeJS.Process): Host {
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => interrupt.abort(signal));
  // A reader that has seen enough, such as `head`, is no error of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    env: process.env,
    cwd: () => process.cwd(),
    platform: process.platform,
    fetch: (input, init) => globalThis.fetch(input, init),
    now: () => Date.now(),
    random: () => Math.random(),
    sleep: async (ms, signal) => delay(ms, undefined, { signal }),
    print: (text) => void process.stdout.write(text),
    write: async (text) => writeWhole(process.stdout, text),
    say: (text) => void process.stderr.write(text),
    stdin: () => {
      // Who waits for input that does not come can be interrupted too.
      interrupt.signal.addEventListener("abort", () => process.stdin.destroy());
      return process.stdin;
    },
    terminal: {
      stdin: isatty(0),
      stdout: isatty(1),
      stderr: isatty(2),
      columns: process.stdout.columns,
    },
    another: anotherProcess(process),
    threads: async () => (await import("./replay-thread.ts")).processThreads(),
    ask: async (question) => {
      const { createInterface } = await import("node:readline/promises");
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await lines.question(question, { signal: interrupt.signal });
      } finally {
        lines.close();
      }
    },
    interrupted: interrupt.signal,
  };
}

async function writeWhole(stream: NodeJS.WriteStream, text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error: NodeJS.ErrnoException | null | undefined) => {
      if (!error) resolve(true);
      else if (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED") resolve(false);
      else reject(error);
    });
  });
}
