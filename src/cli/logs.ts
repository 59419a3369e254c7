import type { Log } from "../replay/replay.ts";
import { shownPath } from "../replay/shown-path.ts";
import type { Host } from "./host.ts";
import { openInput } from "./input.ts";
import { type FileKind, filesNamed } from "./named-files.ts";

const LOGS: FileKind = {
  noun: "a log",
  inFolder: "**/*.{jsonl,ndjson}{,.gz,.zst}",
  called: ".jsonl or .ndjson file, .gz and .zst among them",
  hint: "Name files, folders, globs in quotes, or - for standard input",
};

/**
 * The logs that a command line names: files, folders (every `.jsonl` and `.ndjson` below,
 * compressed or not), globs, and `-` for standard input. Each once, in the order given, a folder's and a glob's by name.
 * Throws `usage` for a name that matches nothing.
 */
export async function openLogs(names: readonly string[], host: Host): Promise<Log[]> {
  const paths: string[] = [];
  for (const name of names)
    paths.push(...(name === "-" ? [name] : await filesNamed(name, LOGS, host.cwd())));
  return [...new Set(paths)].map((path, at) => ({
    path,
    chunks: openInput(path, host, shownPath(path, at + 1)).chunks,
  }));
}
