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
import type { Part } from "./replay-part.ts";
import type { Thread, Threads } from "./replay-thread.ts";
import type { Watch } from "./replay-watch.ts";

/** A part that a thread reads at once: large enough that beginning anew costs nothing to speak of. */
const PART_BYTES = 128 * 2 ** 20;
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
 * Replays logs on several threads to the same result as on one. A log of plain lines is cut into
 * parts, of which each thread takes the next that nobody has; all else goes to one thread as a whole,
 * and what is no file is read here.
 */
export async function replayByWorkers(
  logs: readonly Log[],
  rules: ReplayRules,
  { count, threads, watch, host }: Workers,
): Promise<Replay> {
  const shown = logs.map((log, at) => ({ ...log, path: shownPath(log.path, at + 1) }));
  const joins = shown.map(() => inOrder(rules));
  const tasks: Task[] = [];
  for (const [at, log] of shown.entries()) {
    const file = resolve(host.cwd(), logs[at]?.path ?? "");
    const parts = log.file && (await partsOf({ ...log, file: log.file }, file, count));
    if (parts === undefined) tasks.push({ log: at, part: 0, here: log });
    else for (const [part, there] of parts.entries()) tasks.push({ log: at, part, there });
  }
  const { catalogue, metrics, privacy, runKey } = rules;
  const { signals, consent } = metrics;
  const { minCount } = privacy;
  const job = {
    rules: {
      catalogue,
      metrics: { signals, consent },
      privacy: { minCount },
      ...(runKey !== undefined && { runKey }),
    },
    memory: watch.memory,
  };
  const started = Array.from({ length: Math.min(count, tasks.length) }, () => threads.start(job));
  const next = tasks.values();
  async function work(thread: Thread): Promise<void> {
    // One row of tasks, which all threads draw from.
    for (const { log, part, ...task } of next) {
      const replayed =
        "there" in task
          ? await thread.replay(task.there)
          : await replayPart(task.here, { ...rules, heard: watch.heard });
      joins[log]?.put(part, replayed);
      if (replayed.isIncomplete) return;
    }
  }
  try {
    await Promise.all(started.map(work));
  } finally {
    await Promise.all(started.map(async (thread) => thread.end()));
  }
  return conclude(
    joins.flatMap(({ close }) => close() ?? []),
    rules,
  );
}

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

async function partsOf(
  { path, file }: Log & Required<Pick<Log, "file">>,
  name: string,
  count: number,
): Promise<Part[]> {
  const partBytes = Math.ceil(file.sizeBytes / count);
  const stretches = await cutAtLines(file, Math.min(PART_BYTES, Math.max(LEAST_BYTES, partBytes)));
  if (stretches.length === 1) return [{ file: name, path }];
  return stretches.map((stretch) => ({ file: name, path, stretch }));
}

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
