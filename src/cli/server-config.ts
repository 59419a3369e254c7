import type { Config } from "../config/config.ts";
import type { Finding } from "../privacy/finding.ts";
import { isIgnored } from "../privacy/ignore.ts";
import { mismatches } from "../privacy/release/compat.ts";
import { loadConfig } from "./config-file.ts";
import { findingIn } from "./config-finding.ts";
import type { Session } from "./session.ts";

/**
 * What the collector that runs by another config would refuse of this one's clients, and what it
 * knows besides (`compat.*`, `privacy-rules.md` 7).
 */
export async function serverFindings(
  file: string,
  config: Config,
  session: Session,
): Promise<Finding[]> {
  const server = await loadConfig({ config: file, env: session.asked.env }, session.host);
  return mismatches(config, server)
    .map(({ rule, keys }) => findingIn(config, rule, keys))
    .filter((finding) => !isIgnored(finding, config.privacy, session.today()));
}
