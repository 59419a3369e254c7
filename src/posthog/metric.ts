import type { MetricDeclaration } from "../experiment/declaration.ts";
import { isRecord } from "../evaluation/record.ts";
import { isSame } from "../experiment/json.ts";
import type { MetricDto } from "./dto.ts";

/** A metric as PostHog holds it, in the config's words (`posthog-api.md` 3.5). */
export function parseMetric(metric: MetricDto, role: "primary" | "secondary"): MetricDeclaration {
  const type = TYPES.find((known) => known === metric["metric_type"]) ?? "mean";
  return {
    name: typeof metric["name"] === "string" ? metric["name"] : "",
    role,
    type,
    goal: metric["goal"] === "decrease" ? "decrease" : "increase",
    events: SOURCES[type].flatMap((part) => [metric[part]].flat()).map(eventOf),
  };
}

/**
 * A declared metric as PostHog takes it. One that is held already stays as it is, with its uuid,
 * its results, and what the config cannot say; one that changed keeps its uuid.
 */
export function toMetric(metric: MetricDeclaration, held: readonly MetricDto[]): MetricDto {
  const namesake = held.find(({ name }) => name === metric.name);
  if (namesake !== undefined && isSame(parseMetric(namesake, "primary"), asPrimary(metric)))
    return namesake;
  const { name, type, goal, events } = metric;
  return {
    kind: "ExperimentMetric",
    metric_type: type,
    name,
    goal,
    ...(namesake?.["uuid"] !== undefined && { uuid: namesake["uuid"] }),
    ...PARTS[type](events.map(toNode)),
  };
}

const TYPES = ["mean", "funnel", "ratio", "retention"] as const;

/** Where each type keeps its events, in the config's order. */
const SOURCES: Readonly<Record<MetricDeclaration["type"], readonly string[]>> = {
  mean: ["source"],
  funnel: ["series"],
  ratio: ["numerator", "denominator"],
  retention: ["start_event", "completion_event"],
};

const PARTS: Readonly<
  Record<MetricDeclaration["type"], (nodes: readonly MetricDto[]) => MetricDto>
> = {
  mean: ([source]) => ({ source }),
  funnel: (series) => ({ series }),
  ratio: ([numerator, denominator]) => ({ numerator, denominator }),
  // Back within a week of first being seen: what PostHog's own form proposes.
  retention: ([start_event, completion_event]) => ({
    start_event,
    completion_event,
    retention_window_start: 1,
    retention_window_end: 7,
    retention_window_unit: "day",
    start_handling: "first_seen",
  }),
};

const toNode = (event: string): MetricDto => ({ kind: "EventsNode", event });

/** The event of a source; an action or a table is named so that no event has the name. */
function eventOf(node: unknown): string {
  if (!isRecord(node)) return "";
  const { kind, event, id, table_name: table } = node;
  if (typeof event === "string") return event;
  return `(${JSON.stringify([kind, id ?? table])})`;
}

function asPrimary(metric: MetricDeclaration): MetricDeclaration {
  return { ...metric, role: "primary" };
}
