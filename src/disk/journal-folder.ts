import { constants, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { OpsError } from "../errors.ts";
import { writeAtomically } from "./atomic.ts";
import { codeOf, isAbsent } from "./file-error.ts";

/**
 * A folder of small files that several processes share, each deed of which is either done or not,
 * whatever kills the process. What a promise has resolved for is on the disk, names included. All
 * throw `config` when the disk refuses.
 */
export interface JournalFolder {
  /** The files, sorted by name; none where the folder is not there. */
  readonly list: () => Promise<readonly JournalEntry[]>;
  /** Undefined when there is no such file. */
  readonly read: (name: string) => Promise<string | undefined>;
  /**
   * Writes at a file's end; a crash may leave the beginning of the text. False, and nothing is
   * written, where the file should be `existing` and is not.
   */
  readonly append: (name: string, text: string, file: "new" | "existing") => Promise<boolean>;
  /** Replaces a file's content as a whole, or leaves it as it was. */
  readonly replace: (name: string, text: string) => Promise<void>;
  /** Forces the content, too. False when there is no such file; the new name must be free. */
  readonly rename: (from: string, to: string) => Promise<boolean>;
  /** A file that is not there is removed already. */
  readonly remove: (name: string) => Promise<void>;
}

export interface JournalEntry {
  readonly name: string;
  /** When it was last written, in epoch milliseconds. */
  readonly changedAt: number;
}

/** Such a folder on the disk, which only its owner may read; it is made when something is written. */
export function fileJournalFolder(path: string): JournalFolder {
  const at = (name: string): string => join(path, name);
  return {
    list: async () => failing("read", async () => entriesOf(path)),
    read: async (name) => failing("read", async () => unlessAbsent(readFile(at(name), "utf8"))),
    append: async (name, text, file) =>
      failing("write", async () => {
        if (file === "new") await make(path);
        const done = await append(at(name), text, file);
        if (file === "new") await sync(path);
        return done;
      }),
    replace: async (name, text) =>
      failing("write", async () => {
        await make(path);
        await writeAtomically(at(name), text, { mode: 0o600 });
        await sync(path);
      }),
    rename: async (from, to) =>
      failing("write", async () => {
        const done = await unlessAbsent(rename(at(from), at(to)).then(() => true));
        if (done !== true) return false;
        // Whoever wrote it may have died before its content was forced.
        await sync(at(to));
        await sync(path);
        return true;
      }),
    remove: async (name) =>
      failing("write", async () => {
        await rm(at(name), { force: true });
        await sync(path);
      }),
  };
}

async function make(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
}

async function entriesOf(path: string): Promise<readonly JournalEntry[]> {
  const names = (await unlessAbsent(readdir(path))) ?? [];
  const entries = await Promise.all(
    names.toSorted().map(async (name) => {
      const found = await unlessAbsent(stat(join(path, name)));
      return found?.isFile() === true ? [{ name, changedAt: found.mtimeMs }] : [];
    }),
  );
  return entries.flat();
}

async function append(path: string, text: string, file: "new" | "existing"): Promise<boolean> {
  const { O_APPEND, O_CREAT, O_WRONLY } = constants;
  const flags = O_WRONLY | O_APPEND | (file === "new" ? O_CREAT : 0);
  const handle = await unlessAbsent(open(path, flags, 0o600));
  if (handle === undefined) return false;
  try {
    await handle.writeFile(text);
    await handle.datasync();
    return true;
  } finally {
    await handle.close();
  }
}

/** Forces a file, or the names in a folder, where the platform can and it is still there. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function unlessAbsent<T>(step: Promise<T>): Promise<T | undefined> {
  try {
    return await step;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function failing<T>(deed: "read" | "write", step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof OpsError) throw error;
    throw new OpsError("config", `Cannot ${deed} the counters of this machine: ${codeOf(error)}`, {
      hint: "Check that their folder may be read and written by you",
      cause: error,
    });
  }
}
