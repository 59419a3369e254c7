import { statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import { OpsError } from "../errors.ts";
import { isFitToShow } from "../replay/shown-path.ts";

/** A kind of file that a command line names. */
export interface FileKind {
  /** Such as "a log". */
  readonly noun: string;
  /** Which files of a named folder are meant. */
  readonly inFolder: string;
  /** Their names in words, such as ".jsonl or .ndjson file". */
  readonly called: string;
  readonly ignore?: readonly string[];
  readonly hint: string;
}

/**
 * The files that a name stands for, from `cwd`: itself, what a folder holds, or what a glob
 * matches, by name. Throws `usage` for a name that stands for nothing.
 */
export async function filesNamed(name: string, kind: FileKind, cwd: string): Promise<string[]> {
  const path = resolve(cwd, name);
  const named = isFitToShow(name) ? ` "${name}"` : "";
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) {
    const inside = await glob(kind.inFolder, { cwd: path, ignore: kind.ignore ?? [] });
    return found(
      inside.map((file) => shown(resolve(path, file), cwd)),
      `the folder${named} holds no ${kind.called}`,
      kind,
    );
  }
  if (stat !== undefined) return [shown(path, cwd)];
  if (!isDynamicPattern(name)) return found([], `there is no file${named}`, kind);
  return found(await glob(name, { cwd }), `the pattern${named} matches no file`, kind);
}

/** What was typed may itself be data: then it is not repeated. */
function found(paths: readonly string[], why: string, { noun, hint }: FileKind): string[] {
  if (paths.length > 0) return paths.toSorted();
  throw new OpsError("usage", `Cannot find ${noun}: ${why}`, { hint });
}

const shown = (path: string, cwd: string): string => relative(cwd, path).replaceAll("\\", "/");
