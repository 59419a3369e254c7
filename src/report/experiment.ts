import type { ExperimentDeclaration, MetricDeclaration } from "../experiment/declaration.ts";
import { type Stage, type Verb, verbsFrom } from "../experiment/lifecycle.ts";
import type { Mark } from "../experiment/mark.ts";
import type { ObservedExperiment, ObservedFlag } from "../experiment/observed.ts";
import { rolloutOf } from "../experiment/rollout.ts";
import { flagSettings } from "../experiment/settings.ts";
import { markText } from "./mark.ts";
import type { Block, Json, Report } from "./report.ts";

/** A declared experiment beside what PostHog has of it. */
export interface ExperimentRow {
  readonly declaration: ExperimentDeclaration;
  /** Undefined when it was not asked or has none. */
  readonly observed: ObservedExperiment | undefined;
  readonly flag?: ObservedFlag | undefined;
  /** Undefined where nobody compared. */
  readonly mark?: Mark | undefined;
}

/**
 * `experiment list`: one row for each declared experiment, by key.
 *
 * @param now epoch milliseconds, for ages
 */
export function reportExperiments(rows: readonly ExperimentRow[], now: number): Report {
  const sorted = rows.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
  return {
    outcome: "ok",
    data: { experiments: sorted.map(summary) },
    meta: { experiments: Object.fromEntries(sorted.map((row) => [keyOf(row), dates(row, now)])) },
    blocks:
      sorted.length === 0
        ? [{ block: "text", text: "No experiment is declared" }]
        : [
            {
              block: "table",
              columns: ["KEY", "STAGE", "AGE", "OWNER", "DRIFT", "NAME", "VARIANTS"],
              rows: sorted.map((row) => [
                keyOf(row),
                stageText(row),
                ageText(row, now),
                row.declaration.owner ?? "",
                markText(row.mark),
                row.declaration.name,
                sharesText(row.declaration.variants),
              ]),
            },
          ],
  };
}

/** `experiment show KEY`, and what every verb answers. */
export function reportExperiment(row: ExperimentRow, now: number): Report {
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
        verbs: verbsOf(row),
      },
    },
    meta: dates(row, now),
    blocks: [
      { block: "heading", text: `${declaration.key}: ${declaration.name}` },
      { block: "list", items: lines(row, now) },
      ...metricBlocks(metrics),
    ],
  };
}

const keyOf = ({ declaration }: ExperimentRow): string => declaration.key;

function stageOf({ declaration, observed }: ExperimentRow): Stage | "local" | "absent" {
  return declaration.remote ? (observed?.stage ?? "absent") : "local";
}

function stageText(row: ExperimentRow): string {
  return isFrozen(row) ? `${stageOf(row)}, frozen` : stageOf(row);
}

function isFrozen({ flag }: ExperimentRow): boolean {
  return flag?.frozen === true;
}

/** The percentage that is in, where one group says it. */
function rolloutIn({ flag }: ExperimentRow): number | undefined {
  return flag && rolloutOf(flag.flag);
}

function rolloutText(row: ExperimentRow): string {
  const rollout = rolloutIn(row);
  return rollout === undefined ? "" : `${rollout} %`;
}

function verbsOf(row: ExperimentRow): Verb[] {
  const { observed } = row;
  return observed === undefined ? [] : verbsFrom({ stage: observed.stage, frozen: isFrozen(row) });
}

/** How long it runs, or ran, in whole days. */
function ageDays({ observed }: ExperimentRow, now: number): number | null {
  const start = observed?.startedAt ?? null;
  const end = observed?.endedAt ?? now;
  return start === null ? null : Math.floor((end - start) / DAY_MS);
}

const DAY_MS = 86_400_000;

function ageText(row: ExperimentRow, now: number): string {
  const days = ageDays(row, now);
  return days === null ? "" : `${days} d`;
}

function summary(row: ExperimentRow): { readonly [key: string]: Json } {
  const { declaration, observed } = row;
  return {
    key: declaration.key,
    name: declaration.name,
    stage: stageOf(row),
    frozen: isFrozen(row),
    ...(row.mark !== undefined && { drift: row.mark }),
    conclusion: observed?.conclusion ?? null,
    owner: declaration.owner ?? null,
    remote: declaration.remote,
    id: observed?.id ?? null,
    rollout: rolloutIn(row) ?? null,
    variants: declaration.variants.map(({ key, share }) => ({ key, share })),
  };
}

/** Dates stand beside the data, as ISO texts. */
function dates(
  row: ExperimentRow,
  now: number,
): Readonly<Record<"started" | "ended" | "expires", string | null>> & {
  readonly ageDays: number | null;
} {
  const { declaration, observed } = row;
  return {
    ageDays: ageDays(row, now),
    started: isoOf(observed?.startedAt),
    ended: isoOf(observed?.endedAt),
    expires: declaration.expires ?? null,
  };
}

function isoOf(moment: number | null | undefined): string | null {
  return moment === null || moment === undefined ? null : new Date(moment).toISOString();
}

function lines(row: ExperimentRow, now: number): string[] {
  const { declaration, observed } = row;
  const { started, ended, expires } = dates(row, now);
  const said: readonly (readonly [string, string | null | undefined])[] = [
    ["stage", stageText(row)],
    ["age", ageText(row, now)],
    ["drift", markText(row.mark)],
    ["conclusion", observed?.conclusion],
    ["comment", observed?.comment],
    ["hypothesis", declaration.hypothesis],
    ["variants", sharesText(declaration.variants)],
    ["in PostHog", heldText(row)],
    ["rollout", rolloutText(row)],
    ["owner", declaration.owner],
    ["expires", expires],
    ["started", started],
    ["ended", ended],
    ["legal now", verbsOf(row).join(", ")],
  ];
  return (
    said
      .filter(([, value]) => (value ?? "") !== "")
      // A comment comes from elsewhere and may hold anything.
      .map(([name, value]) => `${name}: ${(value ?? "").replaceAll(/\p{Cc}+/gu, " ")}`)
  );
}

function sharesText(variants: readonly { readonly key: string; readonly share: number }[]): string {
  return variants.map(({ key, share }) => `${key} ${share} %`).join(", ");
}

/** What people get where it is not what is declared, such as after a shipment. */
function heldText({ declaration, flag }: ExperimentRow): string {
  if (flag === undefined) return "";
  const held = sharesText(flagSettings(flag.flag).variants);
  return held === sharesText(declaration.variants) ? "" : held;
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
