import { findingsOf } from "../config/check.ts";
import type { Config } from "../config/config.ts";
import { pointerOf } from "../config/problem.ts";
import { OpsError } from "../errors.ts";
import type { Finding } from "../privacy/finding.ts";
import { findingAt } from "../privacy/finding-at.ts";
import { widenings } from "../privacy/release/widening.ts";
import { compare, type Comparison } from "../replay/against.ts";
import { type Log, replay, type ReplayRules } from "../replay/replay.ts";
import type { Replay } from "../replay/result.ts";
import { loadConfig } from "./config-file.ts";
import type { Session } from "./session.ts";

/** The config that `--against` names, for the environment that was asked for. */
export async function openOlderConfig(
  file: string,
  logs: readonly string[],
  session: Session,
): Promise<Config> {
  if (logs.includes("-"))
    throw new OpsError("usage", "Cannot use --against: standard input can be read only once", {
      hint: "Name the log as a file",
    });
  return loadConfig({ config: file, env: session.asked.env }, session.host);
}

/** Where the config collects more than the older one, its policy version unraised. */
export function wideningFindings(config: Config, older: Config): Finding[] {
  return widenings(older, config).map((keys) =>
    findingAt("consent.policy-changed", {
      path: config.file,
      line: config.locate(keys).line,
      pointer: pointerOf(keys),
    }),
  );
}

/** Replays the same logs by the older config and says what is different now. */
export async function compareWith(
  older: Config,
  logs: readonly Log[],
  now: { readonly replayed: Replay; readonly rules: ReplayRules },
): Promise<Comparison> {
  const { today, runKey } = now.rules;
  const definitions = findingsOf(older, today);
  const before = await replay(logs, {
    ...older,
    definitions,
    today,
    ...(runKey !== undefined && { runKey }),
  });
  return compare(before, now.replayed);
}
