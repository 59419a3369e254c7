import type { Stretch } from "../replay/parts/cut.ts";
import { replayPart, type Rules } from "../replay/replay-log.ts";
import type { PartReplay } from "../replay/result.ts";
import { openLogFile, openLogLines } from "./logs.ts";
import { createWatch } from "./replay-watch.ts";
import { withoutQuotes } from "./without-quotes.ts";

/** What all parts of a replay are read by. It is plain data, which goes from thread to thread. */
export interface Job {
  readonly rules: Pick<Rules, "catalogue" | "metrics" | "privacy" | "runKey">;
  /** Of the watch. */
  readonly memory: SharedArrayBuffer;
}

/** A log file, or some of its lines. */
export interface Part {
  /** Absolute. */
  readonly file: string;
  /** How the log is shown. */
  readonly path: string;
  /** Undefined: the whole file, whatever it holds. */
  readonly stretch?: Stretch;
}

/** Replays one part after another. */
export function createPartReplay({ rules, memory }: Job): (part: Part) => Promise<PartReplay> {
  const { passing, heard } = createWatch(memory);
  const host = { cwd: () => "/", stdin: NOTHING };
  return async ({ file, path, stretch }) =>
    withoutQuotes(async () => {
      const log =
        stretch === undefined
          ? await openLogFile(file, { host, name: path, passing })
          : openLogLines(file, { stretch, passing });
      return replayPart({ ...log, path }, { ...rules, heard });
    });
}

async function* NOTHING(): AsyncGenerator<Uint8Array, void, undefined> {}
