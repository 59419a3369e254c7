import { byKey, merge } from "../metrics/tally.ts";
import type { Finding } from "../privacy/finding.ts";
import { inFindingOrder } from "../privacy/finding-order.ts";
import { isIgnored } from "../privacy/ignore.ts";
import type { PrivacyPolicy } from "../privacy/policy.ts";
import { underProfile } from "../privacy/severity.ts";
import { replayLog, type Rules } from "./replay-log.ts";
import type { LogReplay, Replay } from "./result.ts";
import { shownPath } from "./shown-path.ts";

/** One log, by the path it is known under. */
export interface Log {
  readonly path: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** What a replay judges by, and what was found in the config before any log was read. */
export interface ReplayRules extends Rules {
  readonly privacy: PrivacyPolicy;
  readonly definitions: readonly Finding[];
  /** ISO date: an ignore holds to its last day. */
  readonly today: string;
}

/** Replays logs one after another; consent and findings are each log's own. */
export async function replay(
  logs: Iterable<Log> | AsyncIterable<Log>,
  rules: ReplayRules,
): Promise<Replay> {
  const replays: LogReplay[] = [];
  for await (const { path, chunks } of logs)
    replays.push(await replayLog(shownPath(path, replays.length + 1), chunks, rules));
  return conclude(replays, rules);
}

/** Makes one verdict of replayed logs, in whatever order or process they were replayed. */
export function conclude(
  logs: readonly LogReplay[],
  { privacy, definitions, today }: Pick<ReplayRules, "privacy" | "definitions" | "today">,
): Replay {
  const found = [...definitions, ...logs.flatMap(({ findings }) => findings)];
  const findings = found
    .filter((finding) => !isIgnored(finding, privacy, today))
    .map((finding) => ({ ...finding, severity: underProfile(finding.severity, privacy.rules) }))
    .toSorted(inFindingOrder);
  return {
    verdict: findings.some(({ severity }) => severity === "error") ? "fail" : "pass",
    logs: logs.map(({ path, format, reader }) => ({ path, format, reader })),
    events: sum(logs.map(({ events }) => events)),
    features: merge(logs.map(({ features }) => features)),
    counters: merge(logs.map(({ counters }) => counters)),
    findings,
  };
}

function sum(parts: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const part of parts)
    for (const [name, times] of part) total.set(name, (total.get(name) ?? 0) + times);
  return byKey(total);
}
