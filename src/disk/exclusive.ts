import { randomUUID } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { OpsError } from "../errors.ts";
import { codeOf, isAbsent, unwritable } from "./file-error.ts";

/** A task holds the lock for milliseconds: one that is this old was left by a crash. */
const LEFT_MS = 10_000;
const WAIT_MS = 15_000;

/**
 * Runs a task while no other process on this machine runs one under the same lock file. `isHeld`
 * says, right before a task writes, that the lock was not taken away while the process slept.
 *
 * 1. The lock file is made, which only one can do, with a name that nobody else uses.
 * 2. The task runs.
 * 3. The lock file is removed if it still bears that name.
 *
 * A crash between 1 and 3 leaves the file; who comes ten seconds later takes it away, and so does
 * who saw the same one for ten seconds, whatever became of the clock meanwhile.
 * Throws `config` when the file cannot be made, and `unavailable` when others hold it too long.
 */
export async function exclusively<T>(
  path: string,
  task: (isHeld: () => Promise<boolean>) => Promise<T>,
): Promise<T> {
  const name = randomUUID();
  await acquire(path, name);
  const isHeld = async (): Promise<boolean> => (await look(path))?.name === name;
  try {
    return await task(isHeld);
  } finally {
    if (await isHeld()) await rm(path, { force: true });
  }
}

async function acquire(path: string, name: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  const beganAt = performance.now();
  let seen: Lock | undefined;
  let seenAt = beganAt;
  while (!(await tryToMake(path, name))) {
    const now = performance.now();
    if (now - beganAt >= WAIT_MS) throw inUse(path);
    const lock = await look(path);
    if (lock?.name !== seen?.name) [seen, seenAt] = [lock, now];
    if (lock !== undefined && (lock.isOld || now - seenAt > LEFT_MS)) await takeAway(path, lock);
    else await pause();
  }
}

const pause = async (): Promise<void> => delay(5 + Math.random() * 20);

function inUse(path: string): OpsError {
  return new OpsError("unavailable", `Cannot change "${basename(path, ".lock")}": it is in use`, {
    hint: "Try again in a few seconds",
  });
}

async function tryToMake(path: string, name: string): Promise<boolean> {
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(name);
    } catch (error) {
      // A full disk takes an empty file, which would keep everybody out.
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw unwritable(path, error);
  }
}

interface Lock {
  readonly name: string;
  /** Made longer ago than any task takes, or so far in the future that the clock was set back. */
  readonly isOld: boolean;
}

/** Undefined when nobody holds the lock. Name and age are of one and the same lock. */
async function look(path: string): Promise<Lock | undefined> {
  try {
    const file = await open(path, "r");
    try {
      const isOld = Math.abs(Date.now() - (await file.stat()).mtimeMs) > LEFT_MS;
      return { name: await file.readFile("utf8"), isOld };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/**
 * Removes a lock that was left, unless another one is there by now. One process at a time does
 * that, so that nobody removes the lock that follows; a crash leaves its mark for ten seconds, too.
 */
async function takeAway(path: string, lock: Lock): Promise<void> {
  const mark = `${path}.taking`;
  if (!(await tryToMake(mark, ""))) {
    if ((await look(mark))?.isOld === true) await rm(mark, { force: true });
    return pause();
  }
  try {
    const found = await look(path);
    // A lock without a name may be one that is about to get it.
    const isSame = found?.name === lock.name && (found.isOld || found.name !== "");
    if (isSame) await rm(path, { force: true });
  } finally {
    await rm(mark, { force: true });
  }
}
