import { type FSWatcher, watch } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { codeOf } from "../disk/file-error.ts";
import { OpsError } from "../errors.ts";

/** Files whose change matters: those directly in the folders, by name. */
export interface WatchedFiles {
  /** Absolute paths. */
  readonly folders: readonly string[];
  readonly includes: (name: string) => boolean;
}

/** Changes of files, from the first that are watched until somebody interrupts. */
export interface FileChanges {
  /** Adds to what is watched. Throws `usage` when the system refuses. */
  readonly watch: (files: WatchedFiles) => void;
  readonly isWatching: () => boolean;
  /** Waits for a change since the last one, and for the changes around it; false: interrupted. */
  readonly next: () => Promise<boolean>;
  readonly close: () => void;
}

/** An editor writes a file in several steps. */
const SETTLE_MS = 100;

/** Folders are watched, not files: many editors put a new file in the place of the old one. */
export function changesUntil(interrupted: AbortSignal): FileChanges {
  const watchers = new Map<string, FSWatcher>();
  let changed = false;
  let wake: (() => void) | undefined;
  const noteChange = (): void => {
    changed = true;
    wake?.();
  };
  interrupted.addEventListener("abort", () => wake?.(), { once: true });
  return {
    watch: ({ folders, includes }) => {
      for (const folder of folders)
        if (!watchers.has(folder)) watchers.set(folder, open(folder, includes, noteChange));
    },
    isWatching: () => watchers.size > 0,
    next: async () => {
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (changed || interrupted.aborted) resolve();
      });
      if (!interrupted.aborted) await delay(SETTLE_MS);
      changed = false;
      return !interrupted.aborted;
    },
    close: () => {
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

function open(
  folder: string,
  includes: WatchedFiles["includes"],
  noteChange: () => void,
): FSWatcher {
  try {
    const watcher = watch(folder, (_event, name) => {
      if (name === null || includes(name)) noteChange();
    });
    // A folder that is gone is seen by the next run, which looks for its files.
    watcher.on("error", noteChange);
    return watcher;
  } catch (error) {
    throw new OpsError("usage", `Cannot watch files: ${codeOf(error)}`, {
      hint: "Run without --watch, or let the system watch more files",
      cause: error,
    });
  }
}
