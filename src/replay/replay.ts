import { byKey, merge } from "../metrics/tally.ts";
import { type Baseline, divide, judgeBaseline } from "../privacy/baseline.ts";
import type { Finding } from "../privacy/finding.ts";
import { findingAt } from "../privacy/finding-at.ts";
import { inFindingOrder } from "../privacy/finding-order.ts";
import { isIgnored, unusedIgnores } from "../privacy/ignore.ts";
import type { PrivacyPolicy } from "../privacy/policy.ts";
import { mergeMarks, repeats } from "../privacy/self-leak.ts";
import { underPolicy } from "../privacy/severity.ts";
import { bounded, isCrowded, placesOf } from "./bounded.ts";
import type { Log } from "./log.ts";
import { replayLog, type Rules } from "./replay-log.ts";
import type { LogReplay, Replay } from "./result.ts";
import { released, type ReleaseRules } from "./release.ts";
import { shownPath } from "./shown-path.ts";
import { sum } from "./sum.ts";

export type { Log } from "./log.ts";

/** What a replay judges by, and what was found in the config before any log was read. */
export interface ReplayRules extends Rules, ReleaseRules {
  readonly metrics: Rules["metrics"] & ReleaseRules["metrics"];
  readonly privacy: PrivacyPolicy;
  readonly definitions: readonly Finding[];
  /** What the configs say: names that a report may repeat, whatever a log says. */
  readonly words?: readonly string[];
  /** What else is found in what all logs together counted. */
  readonly besides?: (counted: Tallied) => readonly Finding[];
  /** An earlier report whose findings are known. */
  readonly baseline?: Baseline & { readonly path: string };
}

/** What a replay counted, before it is judged. */
export type Tallied = Pick<Replay, "events" | "features" | "counters" | "release">;

/**
 * Replays logs one after another, until one is incomplete; consent and findings are each log's own.
 */
export async function replay(
  logs: Iterable<Log> | AsyncIterable<Log>,
  rules: ReplayRules,
): Promise<Replay> {
  let replays: readonly LogReplay[] = [];
  for await (const log of logs) {
    const path = shownPath(log.path, replays.length + 1);
    const replayed = await replayLog({ ...log, path }, rules);
    replays = [...replays, replayed];
    if (isCrowded(replays)) replays = bounded(replays);
    if (replayed.isIncomplete) break;
  }
  return conclude(replays, rules);
}

/**
 * Makes one verdict of replayed logs, in whatever order or process they were replayed. What is
 * incomplete never passes, and is compared with nothing.
 */
export function conclude(all: readonly LogReplay[], rules: Omit<ReplayRules, "catalogue">): Replay {
  const logs = bounded(all);
  const places = placesOf(logs);
  const { privacy, definitions, today, baseline, words = [] } = rules;
  const counters = merge(logs.map((log) => log.counters));
  const isIncomplete = logs.some((log) => log.isIncomplete);
  const marks = mergeMarks(logs.map((log) => log.marks));
  const own = [...words, rules.file, baseline?.path ?? "", ...logs.map(({ path }) => path)];
  const { release, findings: ofRelease } = released(logs, counters, rules);
  const counted: Tallied = {
    events: byKey(sum(logs.map(({ events }) => events))),
    features: merge(logs.map(({ features }) => features)),
    counters,
    ...(release && { release }),
  };
  const found = [
    ...definitions,
    ...logs.flatMap((log) => log.findings),
    ...ofRelease,
    ...(isIncomplete ? [] : (rules.besides?.(counted) ?? [])),
  ];
  const stale = isIncomplete ? [] : unused(found, rules);
  const held = underPolicy([...found, ...stale], privacy)
    .filter((finding) => !isIgnored(finding, privacy, today))
    .toSorted(inFindingOrder);
  const { known, fresh } = divide(held, baseline, today);
  const aged = baseline === undefined ? [] : judgeBaseline(baseline, baseline.path, today);
  const findings = [...fresh, ...aged].toSorted(inFindingOrder);
  return {
    verdict: isIncomplete || isBroken(findings) ? "fail" : "pass",
    ...(isIncomplete && { isIncomplete }),
    ...(places !== undefined && { places }),
    logs: logs.map(({ path, format, reader }) => ({ path, format, reader })),
    ...counted,
    findings,
    ...(baseline !== undefined && { known }),
    repeats: (text) => repeats(text, marks, rules.runKey ?? "", own),
  };
}

/** The same result with what was found after the logs were read: a proof's own findings. */
export function withFindings(replayed: Replay, more: readonly Finding[]): Replay {
  const findings = [...replayed.findings, ...more].toSorted(inFindingOrder);
  const verdict = replayed.isIncomplete === true || isBroken(findings) ? "fail" : "pass";
  return { ...replayed, verdict, findings };
}

const isBroken = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === "error");

/** Ignores that matched nothing: a stale one hides the next leak. */
function unused(
  found: readonly Finding[],
  { privacy, today, file, locate }: Omit<ReplayRules, "catalogue">,
): Finding[] {
  return unusedIgnores(privacy, found, today).map((index) =>
    findingAt("sup.unused-ignore", {
      path: file,
      line: locate(["privacy", "ignore", index]).line,
      pointer: `privacy.ignore[${index}]`,
    }),
  );
}
