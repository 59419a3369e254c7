import { findingsOf } from "../config/check.ts";
import type { Config } from "../config/config.ts";
import { OpsError } from "../errors.ts";
import type { Finding } from "../privacy/finding.ts";
import { widenings } from "../privacy/release/widening.ts";
import { againstFindings } from "../replay/against-findings.ts";
import type { ReplayRules } from "../replay/replay.ts";
import type { Replay } from "../replay/result.ts";
import { loadConfig } from "./config-file.ts";
import { findingIn } from "./config-finding.ts";
import type { OpenReplay } from "./replay-run.ts";
import type { Session } from "./session.ts";

/** The config that `--against` names, and how the same logs read under it. */
export interface Older {
  readonly config: Config;
  readonly replayed: Replay;
}

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
  return widenings(older, config).map((keys) => findingIn(config, "consent.policy-changed", keys));
}

/**
 * Replays the same logs by the older config. Throws `interrupted` where it does not come to the
 * end: there is nothing yet of the config in question.
 */
export async function replayOlder(
  config: Config,
  { run }: OpenReplay,
  { today, runKey }: Pick<ReplayRules, "today" | "runKey">,
): Promise<Older> {
  const definitions = findingsOf(config, today);
  const rules = { ...config, definitions, today, ...(runKey !== undefined && { runKey }) };
  const replayed = await run(rules);
  if (replayed.isIncomplete) throw new OpsError("interrupted", "Stopped: interrupted");
  return { config, replayed };
}

/**
 * Judges what the config counts by what the older one did.
 *
 * @param tolerance how far a count may move, as a share of the old one
 */
export function judgeAgainst(
  older: Older,
  config: Config,
  tolerance: number,
): NonNullable<ReplayRules["besides"]> {
  const before = { ...older.config, ...older.replayed };
  return (counted) =>
    againstFindings({ before, after: { ...config, ...counted }, tolerance }, (rule, keys) =>
      findingIn(config, rule, keys),
    );
}

/** The share that a percentage of `--tolerance` says. */
export function toTolerance(percent: string): number {
  const share = Number(percent) / 100;
  if (/^\d+(?:\.\d+)?$/.test(percent)) return share;
  throw new OpsError("usage", "Cannot use --tolerance: it takes a percentage from 0 upwards");
}
