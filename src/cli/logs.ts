import { resolve } from "node:path";
import { chunks } from "../disk/chunks.ts";
import { randomAccess } from "../disk/random-access.ts";
import type { Log } from "../replay/replay.ts";
import type { Stretch } from "../replay/parts/cut.ts";
import { shownPath } from "../replay/shown-path.ts";
import type { Host } from "./host.ts";
import { openInput } from "./input.ts";
import { type FileKind, filesNamed } from "./named-files.ts";

const LOGS: FileKind = {
  noun: "a log",
  inFolder: "**/*.{jsonl,ndjson,csv,parquet}{,.gz,.zst}",
  called: ".jsonl, .ndjson, .csv or .parquet file, .gz and .zst among them",
  hint: "Name files, folders, globs in quotes, or - for standard input",
};

/** Hears how many bytes of a log come, before they do; what it throws ends the log. */
export type Passing = (bytes: number) => void;

/** What opening logs needs of a host. */
export type LogHost = Pick<Host, "cwd" | "stdin">;

/**
 * The logs that a command line names: files, folders (every `.jsonl`, `.ndjson`, `.csv` and
 * `.parquet` below, compressed or not), globs, and `-` for standard input. Each once, in the order
 * given, a folder's and a glob's by name.
 * Throws `usage` for a name that matches nothing.
 */
export async function openLogs(
  names: readonly string[],
  host: LogHost,
  passing?: Passing,
): Promise<Log[]> {
  const paths: string[] = [];
  for (const name of names)
    paths.push(...(name === "-" ? [name] : await filesNamed(name, LOGS, host.cwd())));
  return Promise.all(
    [...new Set(paths)].map(async (path, at) =>
      openLogFile(path, { host, name: shownPath(path, at + 1), ...(passing && { passing }) }),
    ),
  );
}

/** One log, or standard input for `-`, unread: it can be read once. */
export async function openLogFile(
  path: string,
  { host, name, passing = () => {} }: { host: LogHost; name: string; passing?: Passing },
): Promise<Log> {
  const input = openInput(path, host, { name, passing });
  const file = path === "-" ? undefined : await randomAccess(resolve(host.cwd(), path));
  if (file === undefined) return { path, chunks: input.chunks };
  return {
    path,
    chunks: input.chunks,
    file: {
      ...file,
      read: async (from, to) => {
        passing(to - from);
        return file.read(from, to);
      },
    },
  };
}

/** The lines of a log file from one place up to another. */
export function openLogLines(
  path: string,
  { stretch, passing }: { readonly stretch: Stretch; readonly passing: Passing },
): Log {
  const passed = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of chunks(path, stretch)) {
      passing(chunk.length);
      yield chunk;
    }
  };
  return { path, chunks: passed(), isContinued: stretch.from > 0 };
}
