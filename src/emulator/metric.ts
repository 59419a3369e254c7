import { isRecord } from "../evaluation/record.ts";
import { canonical } from "../experiment/json.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { invalid } from "./refusal.ts";
import type { ExperimentRow, Metric } from "./state.ts";
import type { JsonRecord } from "./value.ts";

/** What each type of metric cannot do without (`posthog-api.md` 3.5). */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  mean: ["source"],
  funnel: ["series"],
  ratio: ["numerator", "denominator"],
  retention: [
    "start_event",
    "completion_event",
    "retention_window_start",
    "retention_window_end",
    "retention_window_unit",
    "start_handling",
  ],
};

/**
 * Reads a list of metrics. Each keeps its uuid or gets one; a uuid used twice is replaced.
 *
 * @param taken uuids in use, to which those of this list are added
 */
export function parseMetrics(
  raw: unknown,
  { taken, uuid }: { readonly taken: Set<string>; readonly uuid: () => string },
): readonly Metric[] {
  if (!Array.isArray(raw)) throw invalid("Metrics must be a list");
  return raw.map((metric: unknown, index) => {
    const fields = readMetric(metric, index);
    const given = fields["uuid"];
    const id = typeof given === "string" && !taken.has(given) ? given : uuid();
    taken.add(id);
    return { ...fields, uuid: id, fingerprint: "" };
  });
}

/** The names of the events that metrics count. */
export function eventsOf(metrics: readonly Metric[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (!isRecord(value)) return;
    if (value["kind"] === "EventsNode" && typeof value["event"] === "string")
      names.add(value["event"]);
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(metrics);
  return names;
}

/** The experiment with the order of its metrics complete and their fingerprints recomputed. */
export function withMetricsSettled(experiment: ExperimentRow): ExperimentRow {
  const settings = {
    start_date: experiment.start_date,
    stats_config: experiment.stats_config,
    exposure_criteria: experiment.exposure_criteria,
  };
  const stamped = (metrics: readonly Metric[]): readonly Metric[] =>
    metrics.map((metric) => ({ ...metric, fingerprint: fingerprint(metric, settings) }));
  return {
    ...experiment,
    metrics: stamped(experiment.metrics),
    metrics_secondary: stamped(experiment.metrics_secondary),
    primary_metrics_ordered_uuids: order(
      experiment.primary_metrics_ordered_uuids,
      experiment.metrics,
    ),
    secondary_metrics_ordered_uuids: order(
      experiment.secondary_metrics_ordered_uuids,
      experiment.metrics_secondary,
    ),
  };
}

function readMetric(metric: unknown, index: number): JsonRecord {
  const wrong = (why: string): Error => invalid(`Invalid metric at index ${index}: ${why}`);
  if (!isRecord(metric) || metric["kind"] !== "ExperimentMetric")
    throw wrong("metric kind must be 'ExperimentMetric'");
  const required = REQUIRED[String(metric["metric_type"])];
  if (required === undefined)
    throw wrong(`metric_type must be one of ${Object.keys(REQUIRED).join(", ")}`);
  const missing = required.find((key) => (metric[key] ?? null) === null);
  if (missing !== undefined) throw wrong(`${missing} is required`);
  if (Array.isArray(metric["series"]) && metric["series"].length === 0)
    throw wrong("series must have at least one step");
  const goal = metric["goal"] ?? "increase";
  if (goal !== "increase" && goal !== "decrease")
    throw wrong("goal must be 'increase' or 'decrease'");
  return metric;
}

function fingerprint(metric: Metric, settings: JsonRecord): string {
  const { uuid: _uuid, fingerprint: _old, ...definition } = metric;
  return bytesToHex(sha256(utf8ToBytes(canonical({ definition, settings }))));
}

function order(said: readonly string[] | null, metrics: readonly Metric[]): readonly string[] {
  const uuids = metrics.map(({ uuid }) => uuid);
  const kept = (said ?? []).filter((uuid) => uuids.includes(uuid));
  return [...kept, ...uuids.filter((uuid) => !kept.includes(uuid))];
}
