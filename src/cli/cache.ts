import type { Config } from "../config/config.ts";
import { setAsideOf } from "../disk/set-aside.ts";
import { type ProjectFiles, projectFiles } from "../disk/user-folders.ts";
import { OpsError } from "../errors.ts";
import { hostOf } from "./posthog-host.ts";
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

/** Warns of what was damaged and stands beside a file, as long as it stands there. */
export async function warnOfSetAside(path: string, { warn }: Session): Promise<void> {
  for (const name of await setAsideOf(path))
    warn({
      rule: "cache.set-aside",
      severity: "warning",
      message: `A damaged file was set aside as "${name}"`,
      hint: "Repair it and put it back, or remove it",
    });
}

/** Warns of a file that cannot be used; all else is thrown on. */
export function warnOfProblem(problem: unknown, { warn }: Session): void {
  if (!(problem instanceof OpsError)) throw problem;
  const { message, hint } = problem;
  const advice = hint === undefined ? {} : { hint };
  warn({ rule: "cache.unusable", severity: "warning", message, ...advice });
}
