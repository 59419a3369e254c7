import { resolve } from "node:path";
import { randomAccess } from "../disk/random-access.ts";
import type { Log } from "../replay/replay.ts";
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

/**
 * The logs that a command line names: files, folders (every `.jsonl`, `.ndjson`, `.csv` and
 * `.parquet` below, compressed or not), globs, and `-` for standard input. Each once, in the order
 * given, a folder's and a glob's by name.
 * Throws `usage` for a name that matches nothing.
 */
export async function openLogs(names: readonly string[], host: Host): Promise<Log[]> {
  const paths: string[] = [];
  for (const name of names)
    paths.push(...(name === "-" ? [name] : await filesNamed(name, LOGS, host.cwd())));
  return Promise.all(
    [...new Set(paths)].map(async (path, at) => {
      const { chunks } = openInput(path, host, shownPath(path, at + 1));
      const file = path === "-" ? undefined : await randomAccess(resolve(host.cwd(), path));
      return { path, chunks, ...(file && { file }) };
    }),
  );
}
