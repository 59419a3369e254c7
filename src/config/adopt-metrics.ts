import { isSame } from "../experiment/json.ts";
import {
  experimentSettings,
  type ExperimentSettings,
  type MetricSettings,
} from "../experiment/settings.ts";
import type { Sides } from "./adopt.ts";
import { metricTable } from "./declaration-table.ts";
import { experimentMetric } from "./schema/experiment-metric.ts";
import { listOf, type Table, tableOf } from "./tree.ts";

/** The `metrics` of an experiment in which some are PostHog's; the others stay as written. */
export function adoptMetrics(sides: Sides<ExperimentSettings>, paths: readonly string[]): unknown {
  const written = listOf(sides.said["metrics"]).map(tableOf);
  const kept = written.flatMap((own) => adopted(own, sides, paths));
  const isNew =
    (list: "metrics" | "secondary") =>
    (metric: MetricSettings): boolean =>
      paths.includes(list) && !sides.config[list].some(({ name }) => name === metric.name);
  const metrics = [
    ...kept,
    ...sides.remote.metrics
      .filter(isNew("metrics"))
      .map((metric) => metricTable(metric, "primary")),
    ...sides.remote.secondary
      .filter(isNew("secondary"))
      .map((metric) => metricTable(metric, "secondary")),
  ];
  return metrics.length === 0 ? undefined : metrics;
}

/** One written metric with what is taken over of it; none when PostHog has it no more. */
function adopted(
  own: Table,
  { remote }: Sides<ExperimentSettings>,
  paths: readonly string[],
): Table[] {
  const read = experimentMetric.safeParse(own);
  if (!read.success) return [own];
  const { name, role } = read.data;
  const list = role === "primary" ? "metrics" : "secondary";
  const isWhole = paths.includes(list);
  const held = remote[list].find((metric) => metric.name === name);
  if (held === undefined) return isWhole ? [] : [own];
  const [was] = experimentSettings({
    name: "",
    hypothesis: "",
    holdout: undefined,
    metrics: [{ ...read.data, role: "primary" }],
  }).metrics;
  if (was === undefined) return [own];
  const parts = Object.entries(held).filter(
    ([part]) => isWhole || paths.includes(`${list}.${name}.${part}`),
  );
  const next: MetricSettings = { ...was, ...Object.fromEntries(parts) };
  if (isSame(was, next)) return [own];
  const { type: _type, goal: _goal, event: _event, steps: _steps, ...others } = own;
  const { numerator: _top, denominator: _bottom, start: _start, return: _return, ...rest } = others;
  return [{ ...rest, ...metricTable(next, role) }];
}
