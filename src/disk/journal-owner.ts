import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";
import process from "node:process";
import { isMainThread } from "node:worker_threads";

/** Who writes the journals of a folder: each opening of them is an owner, also within a process. */
export interface JournalOwners {
  /** The name of this owner; no other ever has it. */
  readonly me: string;
  /**
   * Whether an owner has ended, so that its journals are anybody's.
   *
   * @param changedAt when its journal was last written, in epoch milliseconds
   */
  readonly isGone: (owner: string, changedAt: number) => boolean;
}

/**
 * Tells processes of this machine by their id. One of our own id is this process, in which others
 * may count too, unless its last write is older than we are. Whoever cannot be asked is gone a day
 * after its last write.
 */
export function processOwners(now: () => number): JournalOwners {
  const machine = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
  const me = `${machine}-${process.pid}-${randomBytes(4).toString("hex")}`;
  return {
    me,
    isGone: (owner, changedAt) => {
      if (owner === me) return false;
      const [home, pid] = owner.split("-");
      const isHere = home === machine;
      const isOurId = Number(pid) === process.pid;
      if (isHere && (isOurId ? changedAt < BEGAN_AT : !runs(Number(pid)))) return true;
      // A clock that jumped makes nobody live on.
      return Math.abs(now() - changedAt) > LEASE_MS;
    },
  };
}

const LEASE_MS = 86_400_000;

/** When this process began. A worker may not know: then nothing is told from it. */
const BEGAN_AT: number = isMainThread ? Date.now() - process.uptime() * 1000 : -Infinity;

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, and so there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
