import type { ExperimentDeclaration, MetricDeclaration } from "../experiment/declaration.ts";
import { type Stage, verbsFrom } from "../experiment/lifecycle.ts";
import type { ObservedExperiment } from "../experiment/observed.ts";
import type { Block, Json, Report } from "./report.ts";

/** A declared experiment beside what PostHog has of it; undefined when it was not asked or has none. */
export interface ExperimentRow {
  readonly declaration: ExperimentDeclaration;
  readonly observed: ObservedExperiment | undefined;
}

/** `experiment list`: one row for each declared experiment, by key. */
export function reportExperiments(rows: readonly ExperimentRow[]): Report {
  const sorted = rows.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  return {
    outcome: "ok",
    data: { experiments: sorted.map(summary) },
    meta: { experiments: Object.fromEntries(sorted.map((row) => [keyOf(row), dates(row)])) },
    blocks:
      sorted.length === 0
        ? [{ block: "text", text: "No experiment is declared" }]
        : [
            {
              block: "table",
              columns: ["KEY", "STAGE", "NAME", "OWNER", "VARIANTS"],
              rows: sorted.map(({ declaration, observed }) => [
                declaration.key,
                stageOf({ declaration, observed }),
                declaration.name,
                declaration.owner ?? "",
                sharesText(declaration),
              ]),
            },
          ],
  };
}

/** `experiment show KEY`, and what every verb answers. */
export function reportExperiment(row: ExperimentRow): Report {
  const { declaration, observed } = row;
  const { metrics } = declaration;
  return {
    outcome: "ok",
    data: {
      experiment: {
        ...summary(row),
        hypothesis: declaration.hypothesis,
        metrics: metrics.map(metricData),
        comment: observed?.comment ?? null,
        verbs: observed === undefined ? [] : verbsFrom(observed.stage),
      },
    },
    meta: dates(row),
    blocks: [
      { block: "heading", text: `${declaration.key}: ${declaration.name}` },
      { block: "list", items: lines(row) },
      ...metricBlocks(metrics),
    ],
  };
}

const keyOf = ({ declaration }: ExperimentRow): string => declaration.key;

function stageOf({ declaration, observed }: ExperimentRow): Stage | "local" | "absent" {
  return declaration.remote ? (observed?.stage ?? "absent") : "local";
}

function summary(row: ExperimentRow): { readonly [key: string]: Json } {
  const { declaration, observed } = row;
  return {
    key: declaration.key,
    name: declaration.name,
    stage: stageOf(row),
    conclusion: observed?.conclusion ?? null,
    owner: declaration.owner ?? null,
    remote: declaration.remote,
    id: observed?.id ?? null,
    variants: declaration.variants.map(({ key, share }) => ({ key, share })),
  };
}

/** Dates stand beside the data, as ISO texts. */
function dates({
  declaration,
  observed,
}: ExperimentRow): Readonly<Record<"started" | "ended" | "expires", string | null>> {
  return {
    started: isoOf(observed?.startedAt),
    ended: isoOf(observed?.endedAt),
    expires: declaration.expires ?? null,
  };
}

function isoOf(moment: number | null | undefined): string | null {
  return moment === null || moment === undefined ? null : new Date(moment).toISOString();
}

function lines(row: ExperimentRow): string[] {
  const { declaration, observed } = row;
  const { started, ended, expires } = dates(row);
  const said: readonly (readonly [string, string | null | undefined])[] = [
    ["stage", stageOf(row)],
    ["conclusion", observed?.conclusion],
    ["comment", observed?.comment],
    ["hypothesis", declaration.hypothesis],
    ["variants", sharesText(declaration)],
    ["owner", declaration.owner],
    ["expires", expires],
    ["started", started],
    ["ended", ended],
    ["legal now", observed === undefined ? null : verbsFrom(observed.stage).join(", ")],
  ];
  return (
    said
      .filter(([, value]) => (value ?? "") !== "")
      // A comment comes from elsewhere and may hold anything.
      .map(([name, value]) => `${name}: ${(value ?? "").replaceAll(/\p{Cc}+/gu, " ")}`)
  );
}

function sharesText({ variants }: ExperimentDeclaration): string {
  return variants.map(({ key, share }) => `${key} ${share} %`).join(", ");
}

function metricData({ name, role, type, goal, events }: MetricDeclaration): Json {
  return { name, role, type, goal, events };
}

function metricBlocks(metrics: readonly MetricDeclaration[]): Block[] {
  if (metrics.length === 0) return [];
  const rows = metrics.map(({ name, role, type, goal, events }) => [
    name,
    role,
    type,
    goal,
    events.join(", "),
  ]);
  return [{ block: "table", columns: ["METRIC", "ROLE", "TYPE", "GOAL", "EVENTS"], rows }];
}
