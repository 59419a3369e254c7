import type { Config } from "../config/config.ts";
import { type ProjectFiles, projectFiles } from "../disk/user-folders.ts";
import { hostOf } from "./wiring.ts";
import type { Session } from "./session.ts";

/** Where this machine keeps what belongs to the config's project; applications use the same files. */
export function filesOf(config: Config, session: Session): ProjectFiles {
  const { project } = config.posthog;
  return projectFiles(session.host, { host: hostOf(config, session), project });
}

/** Where the definitions of the config's project are kept. */
export function snapshotPath(config: Config, session: Session): string {
  return filesOf(config, session).definitions;
}
