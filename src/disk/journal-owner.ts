import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";
import process from "node:process";

/** The processes that share a folder of journals. */
export interface JournalOwners {
  /** The name of this process; no other run ever has it. */
  readonly me: string;
  /**
   * Whether a process has ended, so that its journals are anybody's.
   *
   * @param changedAt when its journal was last written, in epoch milliseconds
   */
  readonly isGone: (owner: string, changedAt: number) => boolean;
}

/**
 * Tells processes of this machine by their id. Whoever cannot be asked, because it runs on another
 * machine or something else has its id by now, is gone a day after its last write.
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
      if (isHere && (Number(pid) === process.pid || !runs(Number(pid)))) return true;
      return now() - changedAt > LEASE_MS;
    },
  };
}

const LEASE_MS = 86_400_000;

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, and so there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
