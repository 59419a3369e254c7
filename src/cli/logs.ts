import { resolve } from "node:path";
import { chunks } from "../disk/chunks.ts";
import type { Log } from "../replay/replay.ts";
import type { Host } from "./host.ts";
import { type FileKind, filesNamed } from "./named-files.ts";

const LOGS: FileKind = {
  noun: "a log",
  inFolder: "**/*.{jsonl,ndjson}",
  called: ".jsonl or .ndjson file",
  hint: "Name files, folders, globs in quotes, or - for standard input",
};

/**
 * The logs that a command line names: files, folders (every `.jsonl` and `.ndjson` below), globs,
 * and `-` for standard input. Each once, in the order given, a folder's and a glob's by name.
 * Throws `usage` for a name that matches nothing.
 */
export async function openLogs(names: readonly string[], host: Host): Promise<Log[]> {
  const paths: string[] = [];
  for (const name of names)
    paths.push(...(name === "-" ? [name] : await filesNamed(name, LOGS, host.cwd())));
  return [...new Set(paths)].map((path) => ({
    path,
    chunks: path === "-" ? host.stdin() : chunks(resolve(host.cwd(), path)),
  }));
}
