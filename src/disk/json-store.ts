import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { OpsError } from "../errors.ts";
import { writeAtomically } from "./atomic.ts";
import { codeOf, isAbsent } from "./file-error.ts";

/** One JSON value that outlives the process. */
export interface JsonStore {
  /** Undefined when nothing was saved yet. Throws `config` when the file is no JSON. */
  load(): Promise<unknown>;
  save(value: unknown): Promise<void>;
}

/**
 * A JSON value in a file, replaced whole; saves follow one another in the order they were asked.
 *
 * @param mode permission bits of the file; the owner alone may read what is `0o600`
 */
export function fileJsonStore(path: string, options: { readonly mode?: number } = {}): JsonStore {
  let last: Promise<void> = Promise.resolve();
  return {
    load: async () => {
      const text = await readText(path);
      if (text === undefined || text.trim() === "") return undefined;
      try {
        return JSON.parse(text) as unknown;
      } catch {
        throw unreadable(path, "it is no JSON");
      }
    },
    save: async (value) => {
      const text = `${JSON.stringify(value, null, 2)}\n`;
      const turn = last.then(async () => writeAtomically(path, text, options));
      last = turn.catch(() => {});
      return turn;
    },
  };
}

/** A file's text; undefined when there is none. Throws `config` when it cannot be read. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw unreadable(path, codeOf(error));
  }
}

function unreadable(path: string, why: string): OpsError {
  return new OpsError("config", `Cannot read "${basename(path)}": ${why}`, {
    hint: "Repair the file, or name another one",
  });
}
