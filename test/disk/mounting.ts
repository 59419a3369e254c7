import { spawnSync } from "node:child_process";
import process from "node:process";

/** The command that runs a file as this process was run; a script finds both as `"$0" "$@"`. */
export const RUN: readonly string[] =
  "Deno" in globalThis ? [process.execPath, "run", "-A"] : [process.execPath];

/** A shell whose mounts are its own and end with it; the script follows. */
export const MOUNTING_SHELL: readonly string[] =
  "unshare --user --map-root-user --mount sh -c".split(" ");

/** Whether there is such a shell. Not every machine has one; what guards main must. */
export const isMounting: boolean = tryToMount() || process.env["CI"] !== undefined;

function tryToMount(): boolean {
  const [command = "", ...options] = MOUNTING_SHELL;
  return spawnSync(command, [...options, "mount -t tmpfs tmpfs /mnt"]).status === 0;
}
