import { homedir } from "node:os";
import { join } from "node:path";

/** What says where a user's files belong. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
}

/**
 * The folder for the user's caches: ASSAY_HOME, or where the platform keeps such things (XDG,
 * macOS, Windows).
 */
export function cacheFolder({ env, platform }: Surroundings): string {
  const home = env["ASSAY_HOME"];
  if (home !== undefined && home !== "") return join(home, "cache");
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? homedir(), "assay", "Cache");
  if (platform === "darwin") return join(homedir(), "Library", "Caches", "assay");
  return join(absolute(env["XDG_CACHE_HOME"]) ?? join(homedir(), ".cache"), "assay");
}

/** The folder for what the user's machine remembers and cannot fetch again. */
export function stateFolder({ env, platform }: Surroundings): string {
  const home = env["ASSAY_HOME"];
  if (home !== undefined && home !== "") return join(home, "state");
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? homedir(), "assay", "State");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "assay");
  return join(absolute(env["XDG_STATE_HOME"]) ?? join(homedir(), ".local", "state"), "assay");
}

/** What is kept of one project of one PostHog, each in a file of its own. */
export interface ProjectFiles {
  /** Flag definitions. */
  readonly definitions: string;
  /** What PostHog assigned to the person here. */
  readonly assignments: string;
  /** What the person here chose instead. */
  readonly overrides: string;
  /** The made-up name of this installation. */
  readonly identity: string;
}

export function projectFiles(
  surroundings: Surroundings,
  { host, project }: { readonly host: string; readonly project: number | undefined },
): ProjectFiles {
  const place = `${host.replace(/^https?:\/\//, "")}-${project ?? "no-project"}`;
  const name = place.replaceAll(/[^\w.-]+/g, "_");
  const cache = cacheFolder(surroundings);
  const state = stateFolder(surroundings);
  return {
    definitions: join(cache, "definitions", `${name}.json`),
    assignments: join(cache, "assignments", `${name}.json`),
    overrides: join(state, "overrides", `${name}.json`),
    identity: join(state, "identities", name),
  };
}

/** XDG asks that a relative path be ignored. */
const absolute = (path: string | undefined): string | undefined =>
  path?.startsWith("/") === true ? path : undefined;
