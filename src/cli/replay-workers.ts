import { resolve } from "node:path";
import { OpsError } from "../errors.ts";
import type { Log } from "../replay/log.ts";
import { cutAtLines } from "../replay/parts/cut.ts";
import { joinParts, type LogOfParts } from "../replay/parts/merge.ts";
import { replayPart } from "../replay/replay-log.ts";
import { conclude, type ReplayRules } from "../replay/replay.ts";
import type { LogReplay, PartReplay, Replay } from "../replay/result.ts";
import { shownPath } from "../replay/shown-path.ts";
import type { Host } from "./host.ts";
import { createPartReplay, type Job, type Part } from "./replay-part.ts";
import type { Thread, Threads } from "./replay-thread.ts";
import type { Watch } from "./replay-watch.ts";

/** A part that a thread reads at once: large enough that beginning anew is a fifth of its cost. */
const PART_BYTES = 256 * 2 ** 20;
/** A smaller part is not worth its way to another thread. */
const LEAST_BYTES = 64 * 2 ** 10;
/** So many bytes for each thread where nobody says how many there should be: about two seconds. */
const WORTH_A_THREAD = 512 * 2 ** 20;

/**
 * How many threads a replay gets: as many as were asked for, otherwise one until there is enough to
 * read for more, and never more than there are cores. Throws `usage`.
 */
export function workersFor(
  asked: string | undefined,
  logs: readonly Log[],
  threads: Threads | undefined,
): number {
  if (asked !== undefined && !/^[1-9]\d{0,2}$/.test(asked))
    throw new OpsError("usage", "Cannot use --workers: it takes a number from 1 to 999");
  if (threads === undefined) return 1;
  if (asked !== undefined) return Number(asked);
  const size = logs.reduce((sum, { file }) => sum + (file?.sizeBytes ?? 0), 0);
  return Math.max(1, Math.min(threads.cores, Math.floor(size / WORTH_A_THREAD)));
}

/**
 * Replays logs on several threads, this one among them, to the same result as on one. A log of plain lines is cut into
 * parts, of which each thread takes the next that nobody has; all else goes to one thread as a whole,
 * and what is no file is read here.
 */
export async function replayByWorkers(
  logs: readonly Log[],
  rules: ReplayRules,
  workers: Workers,
): Promise<Replay> {
  const { count, threads, watch } = workers;
  const tasks = await tasksOf(logs, workers);
  const joins = logs.map(() => inOrder(rules));
  const job = { rules: plain(rules), memory: watch.memory };
  const others = Math.min(count, tasks.length) - 1;
  const started = Array.from({ length: others }, () => threads.start(job));
  // This thread reads as well, and at once, so it begins with what an interruption would show.
  const own: Pick<Thread, "replay"> = { replay: createPartReplay(job) };
  // One row of tasks, which all threads draw from.
  const row = tasks.values();
  async function work(thread: Pick<Thread, "replay">): Promise<void> {
    for (const { log, part, ...task } of row) {
      const replayed =
        "there" in task
          ? await thread.replay(task.there)
          : await replayPart(task.here, { ...rules, heard: watch.heard });
      joins[log]?.put(part, replayed);
      if (replayed.isIncomplete) return;
    }
  }
  try {
    await Promise.all([own, ...started].map(work));
  } finally {
    await Promise.all(started.map(async (thread) => thread.end()));
  }
  return conclude(
    joins.flatMap(({ close }) => close() ?? []),
    rules,
  );
}

/** What a part needs of the rules, without what cannot go from thread to thread. */
function plain({ catalogue, metrics, privacy, runKey }: ReplayRules): Job["rules"] {
  const { signals, consent, period } = metrics;
  const { minCount } = privacy;
  return {
    catalogue,
    metrics: { signals, consent, period },
    privacy: { minCount },
    ...(runKey !== undefined && { runKey }),
  };
}

/** The parts of all logs, in their order. */
async function tasksOf(logs: readonly Log[], { count, host }: Workers): Promise<Task[]> {
  const tasks = await Promise.all(
    logs.map(async (each, log): Promise<Task[]> => {
      const path = shownPath(each.path, log + 1);
      if (each.file === undefined) return [{ log, part: 0, here: { ...each, path } }];
      const file = resolve(host.cwd(), each.path);
      const stretches = await cutAtLines(each.file, partBytes(each.file.sizeBytes / count));
      if (stretches.length === 1) return [{ log, part: 0, there: { file, path } }];
      return stretches.map((stretch, part) => ({ log, part, there: { file, path, stretch } }));
    }),
  );
  return tasks.flat();
}

/** How large parts are, if each thread should get so many bytes. */
const partBytes = (bytes: number): number =>
  Math.min(PART_BYTES, Math.max(LEAST_BYTES, Math.ceil(bytes)));

interface Workers {
  readonly count: number;
  readonly threads: Threads;
  readonly watch: Watch;
  readonly host: Pick<Host, "cwd">;
}

type Task = { readonly log: number; readonly part: number } & (
  | { readonly here: Log }
  | { readonly there: Part }
);

/** Puts a log together from parts that come in any order. Holds those whose turn has not come. */
function inOrder(rules: Pick<ReplayRules, "privacy">): {
  readonly put: (part: number, replayed: PartReplay) => void;
  readonly close: () => LogReplay | undefined;
} {
  const waiting = new Map<number, PartReplay>();
  let turn = 0;
  let log: LogOfParts | undefined;
  return {
    put: (part, replayed) => {
      waiting.set(part, replayed);
      for (let next = waiting.get(turn); next !== undefined; next = waiting.get(turn)) {
        if (log === undefined) log = joinParts(next, rules);
        else log.add(next);
        waiting.delete(turn);
        turn += 1;
      }
    },
    close: () => log?.close(),
  };
}
