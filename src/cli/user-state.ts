import { homedir } from "node:os";
import { join } from "node:path";
import type { Host } from "./host.ts";

/**
 * The folder for the user's caches: ASSAY_HOME, or where the platform keeps such things (XDG,
 * macOS, Windows).
 */
export function cacheFolder({ env, platform }: Host): string {
  const home = env["ASSAY_HOME"];
  if (home !== undefined && home !== "") return join(home, "cache");
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? homedir(), "assay", "Cache");
  if (platform === "darwin") return join(homedir(), "Library", "Caches", "assay");
  return join(absolute(env["XDG_CACHE_HOME"]) ?? join(homedir(), ".cache"), "assay");
}

/** The folder for what the user's machine remembers and cannot fetch again. */
export function stateFolder({ env, platform }: Pick<Host, "env" | "platform">): string {
  const home = env["ASSAY_HOME"];
  if (home !== undefined && home !== "") return join(home, "state");
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? homedir(), "assay", "State");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "assay");
  return join(absolute(env["XDG_STATE_HOME"]) ?? join(homedir(), ".local", "state"), "assay");
}

/** XDG asks that a relative path be ignored. */
const absolute = (path: string | undefined): string | undefined =>
  path?.startsWith("/") === true ? path : undefined;
