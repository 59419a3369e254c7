import { capped } from "../metrics/cap.ts";
import type { Metrics } from "../metrics/signal.ts";
import { type Counts, merge } from "../metrics/tally.ts";
import type { Finding } from "../privacy/finding.ts";
import { findingAt } from "../privacy/finding-at.ts";
import type { PrivacyPolicy } from "../privacy/policy.ts";
import { mergePeople } from "../privacy/release/contributors.ts";
import { judgePayload } from "../privacy/release/judge-payload.ts";
import { isHighCardinality, isStableIdentifier } from "../privacy/release/link.ts";
import { payloadOf, schemaOf } from "../privacy/release/payload.ts";
import { releaseOf } from "../privacy/release/release.ts";
import { mergeCrowds } from "./crowd.ts";
import { crowdFindings } from "./crowd-findings.ts";
import { spreads } from "./property-sketch.ts";
import type { LogReplay, ReplayRelease } from "./result.ts";

/** What of the config a release needs. */
export interface ReleaseRules {
  readonly metrics: Pick<Metrics, "signals" | "period" | "schema" | "dimensions">;
  readonly privacy: Pick<PrivacyPolicy, "minCount">;
  /** ISO date. */
  readonly today: string;
  /** The config's path, and where in it a path of keys stands. */
  readonly file: string;
  readonly locate: (path: readonly (string | number)[]) => { readonly line: number };
}

/** What would leave of these counts, and what is found in it; nothing where nothing was counted. */
export function released(
  logs: readonly LogReplay[],
  counters: Counts,
  rules: ReleaseRules,
): { readonly release?: ReplayRelease; readonly findings: readonly Finding[] } {
  const { metrics, privacy, today } = rules;
  const { minCount } = privacy;
  const people = mergePeople(
    logs.map((log) => log.people),
    minCount,
  );
  // One stream is one installation: only what a server gathers of many could tell it apart.
  const isGathered = logs.some(({ format }) => format === "capture");
  const sent = isGathered
    ? counters
    : merge(logs.map((log) => capped(log.counters, metrics.signals)));
  const { signals, small } = releaseOf(sent, people, minCount);
  const crowd = mergeCrowds(logs.map((log) => log.crowd));
  const links = [
    ...linkFindings(logs, rules),
    ...crowdFindings({ ...rules, crowd, counters, people, signals, minCount }),
  ];
  if (counters.size === 0) return { findings: links };
  const payloads = logs.map(({ path, counters: own }) => ({
    path,
    payload: payloadOf(own, metrics, today),
  }));
  const schema = schemaOf(metrics);
  const broken = payloads.flatMap(({ path, payload }) =>
    judgePayload(payload, schema).map((rule) => findingAt(rule, { path, line: null, pointer: "" })),
  );
  const cells = isGathered ? small : [];
  const few = cells.map(({ signal, bucket }) => {
    const line = rules.locate(["metrics", "signals", signal]).line;
    const pointer = `metrics.signals.${signal}.${bucket}`;
    return findingAt("agg.small-cell", { path: rules.file, line, pointer });
  });
  return { release: { minCount, payloads, signals }, findings: [...broken, ...few, ...links] };
}

/** Properties that tell people apart by how they behave, whatever their names. */
function linkFindings(logs: readonly LogReplay[], { file, locate }: ReleaseRules): Finding[] {
  const { line } = locate(["events"]);
  return spreads(logs.map(({ properties }) => properties)).flatMap((spread) => {
    const at = { path: file, line, pointer: spread.pointer };
    return [
      ...(isStableIdentifier(spread) ? [findingAt("link.stable-identifier", at)] : []),
      ...(spread.isOpen && isHighCardinality(spread)
        ? [findingAt("link.high-cardinality", at)]
        : []),
    ];
  });
}
