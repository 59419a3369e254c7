import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type Diagnostic, type ErrorKind, OpsError } from "../errors.ts";
import type { PartReplay } from "../replay/result.ts";
import type { Job, Part } from "./replay-part.ts";

/** One thread of a replay. */
export interface Thread {
  /** One part at a time. Rejects as reading it here would. */
  readonly replay: (part: Part) => Promise<PartReplay>;
  readonly end: () => Promise<void>;
}

/** Threads of this process, as far as they can be had. */
export interface Threads {
  /** How many do not wait for each other. */
  readonly cores: number;
  readonly start: (job: Job) => Thread;
}

/** What a thread answers: errors of our own lose what they are on their way, so it is told. */
export type Reply =
  | { readonly replayed: PartReplay }
  | {
      readonly fault:
        | { readonly stack: string }
        | {
            readonly kind: ErrorKind;
            readonly message: string;
            readonly hint?: string;
            readonly diagnostics: readonly Diagnostic[];
          };
    };

/** The threads of a real process. */
export function processThreads(): Threads {
  return { cores: availableParallelism(), start: startThread };
}

function startThread(job: Job): Thread {
  // Beside this file, in the language that this file is run in.
  const script = import.meta.url.endsWith(".ts") ? "replay-worker.ts" : "replay-worker.js";
  const worker = new Worker(new URL(`./${script}`, import.meta.url), { workerData: job });
  return {
    replay: async (part) =>
      new Promise((resolve, reject) => {
        const settle = (act: () => void): void => {
          worker.off("message", onReply).off("error", onError);
          act();
        };
        const onError = (error: unknown): void => settle(() => reject(error));
        const onReply = (reply: Reply): void =>
          settle(() => ("replayed" in reply ? resolve(reply.replayed) : reject(toError(reply))));
        worker.on("message", onReply).on("error", onError);
        worker.postMessage(part, []);
      }),
    end: async () => void (await worker.terminate()),
  };
}

function toError({ fault }: Extract<Reply, { fault: unknown }>): Error {
  if ("kind" in fault) return new OpsError(fault.kind, fault.message, fault);
  const error = new Error("A thread of the replay failed");
  error.stack = fault.stack;
  return error;
}
