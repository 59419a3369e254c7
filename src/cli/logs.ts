import { statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import { chunks } from "../disk/chunks.ts";
import { OpsError } from "../errors.ts";
import type { Log } from "../replay/replay.ts";
import type { Host } from "./host.ts";

/**
 * The logs that a command line names: files, folders (every `.jsonl` and `.ndjson` below), globs,
 * and `-` for standard input. Each once, in the order given, a folder's and a glob's by name.
 * Throws `usage` for a name that matches nothing.
 */
export async function openLogs(names: readonly string[], host: Host): Promise<Log[]> {
  const paths: string[] = [];
  for (const name of names) paths.push(...(await expand(name, host)));
  return [...new Set(paths)].map((path) => ({
    path,
    chunks: path === "-" ? host.stdin() : chunks(resolve(host.cwd(), path)),
  }));
}

async function expand(name: string, host: Host): Promise<string[]> {
  if (name === "-") return [name];
  const cwd = host.cwd();
  const path = resolve(cwd, name);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) {
    const inside = await glob("**/*.{jsonl,ndjson}", { cwd: path });
    return found(
      inside.map((file) => shown(resolve(path, file), cwd)),
      "a folder holds no .jsonl or .ndjson file",
    );
  }
  if (stat !== undefined) return [shown(path, cwd)];
  if (!isDynamicPattern(name)) return found([], "there is no such file");
  return found(await glob(name, { cwd }), "a pattern matches no file");
}

/** What was typed may itself be data, so it is not repeated. */
function found(paths: readonly string[], why: string): string[] {
  if (paths.length > 0) return paths.toSorted();
  throw new OpsError("usage", `Cannot find a log: ${why}`, {
    hint: "Name files, folders, globs in quotes, or - for standard input",
  });
}

const shown = (path: string, cwd: string): string => relative(cwd, path).replaceAll("\\", "/");
