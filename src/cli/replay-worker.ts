import { parentPort, workerData } from "node:worker_threads";
import { OpsError } from "../errors.ts";
import { createPartReplay, type Job, type Part } from "./replay-part.ts";
import { keepHeapSmall } from "./small-heap.ts";
import type { Reply } from "./replay-thread.ts";

/** A thread of a replay: it answers each part with what came of it, or with why nothing did. */
const job: Job = workerData;
keepHeapSmall();
const replay = createPartReplay(job);

const answer = (reply: Reply): void => parentPort?.postMessage(reply, []);

parentPort?.on("message", (part: Part) => {
  replay(part).then(
    (replayed) => answer({ replayed }),
    (error: unknown) => answer({ fault: toFault(error) }),
  );
});

function toFault(error: unknown): Extract<Reply, { fault: unknown }>["fault"] {
  if (!(error instanceof OpsError))
    return { stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  const { kind, message, hint, diagnostics } = error;
  return { kind, message, diagnostics, ...(hint !== undefined && { hint }) };
}
