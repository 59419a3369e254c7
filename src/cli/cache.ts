import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { hostOf } from "./wiring.ts";
import type { Session } from "./session.ts";
import { cacheFolder } from "./user-state.ts";

/** Where the definitions of the config's project are kept: one file for each host and project. */
export function snapshotPath(config: Config, session: Session): string {
  const host = hostOf(config, session).replace(/^https?:\/\//, "");
  const name = `${host}-${config.posthog.project ?? "no-project"}`.replaceAll(/[^\w.-]+/g, "_");
  return join(cacheFolder(session.host), "definitions", `${name}.json`);
}
