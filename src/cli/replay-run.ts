import { resolve } from "node:path";
import { OpsError } from "../errors.ts";
import { changeSince, type FileChange, versionOf } from "../disk/file-version.ts";
import type { Log } from "../replay/log.ts";
import { isOfOthers } from "../replay/findings.ts";
import { replay, type ReplayRules } from "../replay/replay.ts";
import type { Replay } from "../replay/result.ts";
import { shownPath } from "../replay/shown-path.ts";
import { counted } from "../report/findings.ts";
import { openLogs } from "./logs.ts";
import { watching } from "./replay-progress.ts";
import { createWatch } from "./replay-watch.ts";
import { replayByWorkers, workersFor } from "./replay-workers.ts";
import type { Session } from "./session.ts";
import { keepHeapSmall } from "./small-heap.ts";
import { withCommas } from "./with-commas.ts";
import { withoutQuotes } from "./without-quotes.ts";

/** A replay that can be run, once. */
export interface OpenReplay {
  /** Unread. */
  readonly logs: readonly Log[];
  /**
   * Replays the logs, on a witnessed run those that are given instead of them, with progress on a
   * terminal; warns of what changed meanwhile. What is interrupted is incomplete, and said to be.
   */
  readonly run: (rules: ReplayRules, logs?: readonly Log[]) => Promise<Replay>;
}

/**
 * @param workers how many threads are asked for
 */
export async function openReplay(
  names: readonly string[],
  workers: string | undefined,
  session: Session,
): Promise<OpenReplay> {
  keepHeapSmall();
  const { host, signal } = session;
  const watch = createWatch();
  const opened = await openLogs(names, host, watch.passing);
  const threads = await host.threads?.();
  const count = workersFor(workers, opened, threads);
  const changes = changesOf(opened, host.cwd());
  const size = opened.reduce<number | undefined>(
    (sum, { file }) => (sum === undefined || !file ? undefined : sum + file.sizeBytes),
    0,
  );
  return {
    logs: opened,
    run: async (rules, logs = opened) => {
      const work = async (): Promise<Replay> =>
        threads === undefined || count === 1 || rules.witness !== undefined
          ? replay(logs, { ...rules, heard: watch.heard })
          : replayByWorkers(logs, rules, { count, threads, watch, host });
      const replayed = await watching(watch, size, {
        session,
        work: async () => withoutQuotes(work),
      });
      // Whoever set a time asked for all or nothing.
      if (!host.interrupted.aborted) signal.throwIfAborted();
      const lines = linesIn(replayed);
      if (replayed.isIncomplete && lines === 0)
        throw new OpsError("interrupted", "Stopped: interrupted");
      for (const { path, change } of changes()) warnOfChange(path, change, session);
      if (replayed.places !== undefined) warnOfRoom(replayed.places, session);
      if (replayed.findings.some(isOfOthers)) warnOfOthers(session);
      if (replayed.isIncomplete) {
        const read = `${withCommas(lines)} lines in ${replayed.logs.length}`;
        warnOfInterruption(`${read} of ${opened.length} logs`, session);
      }
      return replayed;
    },
  };
}

/** What became of log files from now on until it is asked. */
function changesOf(
  logs: readonly Log[],
  cwd: string,
): () => { readonly path: string; readonly change: FileChange }[] {
  const files = logs.flatMap(({ path }, at) => {
    const file = resolve(cwd, path);
    const version = path === "-" ? undefined : versionOf(file);
    return version === undefined ? [] : [{ file, version, path: shownPath(path, at + 1) }];
  });
  return () =>
    files.flatMap(({ file, version, path }) => {
      const change = changeSince(version, file);
      return change === undefined ? [] : [{ path, change }];
    });
}

function warnOfChange(path: string, change: FileChange, { warn }: Session): void {
  warn({
    rule: "input.changed",
    severity: "warning",
    message: `"${path}" ${change} while it was read: the report may be of a part of it, or of a mixture`,
    hint: "Replay it again once nobody writes it, or a copy of it",
    file: path,
  });
}

function warnOfRoom(places: number, { warn }: Session): void {
  warn({
    rule: "input.too-many-findings",
    severity: "warning",
    message: `Of each fingerprint of a log only the first ${counted(places, "place")} stand here: there are too many to list`,
    hint: "Counts are complete; replay fewer logs at once to see more places",
  });
}

function warnOfOthers({ warn }: Session): void {
  warn({
    rule: "input.too-many-findings",
    severity: "warning",
    message: 'A rule found something in so many places of a log that most stand together as "**"',
    hint: "Counts are complete; where names are made without end, make them values",
  });
}

const linesIn = ({ logs }: Replay): number =>
  logs.reduce((sum, { reader }) => sum + (reader.get("lines") ?? 0), 0);

/** @param read what was read until then, as words */
function warnOfInterruption(read: string, { warn }: Session): void {
  warn({
    rule: "input.interrupted",
    severity: "error",
    message: `Interrupted: the report is incomplete, of the first ${read}`,
    hint: "Run it again to the end before you rely on it",
  });
}
