import type { MetricDeclaration } from "../experiment/declaration.ts";
import { isSame } from "../experiment/json.ts";
import type { Stage, Verb } from "../experiment/lifecycle.ts";
import type { ObservedExperiment } from "../experiment/observed.ts";
import { experimentSettings, isPrimary } from "../experiment/settings.ts";
import type { Conclusion, Deed, ExperimentContent, ExperimentStore } from "../experiment/store.ts";
import type { Client } from "./client.ts";
import { type ExperimentDto, experimentDto, type MetricDto, parseDto, stageDto } from "./dto.ts";
import { parseMetric, toMetric } from "./metric.ts";
import { livingRows } from "./rows.ts";

/**
 * Experiments over REST (`posthog-api.md` 3). What people get is written through the flag: there
 * targeting, fractional shares and payloads are exact, and old and new servers agree.
 */
export function posthogExperimentStore(client: Client, base: string): ExperimentStore {
  const path = `${base}/experiments/`;
  const read = (body: unknown): ExperimentDto => parseDto(experimentDto, body, client.host);
  const ask = async (
    method: "GET" | "POST" | "PATCH",
    at: string,
    body?: unknown,
  ): Promise<ObservedExperiment> =>
    observed(await client.request({ method, path: path + at, body }));
  const observed = (body: unknown): ObservedExperiment => toObserved(read(body), body);

  return {
    experiments: async (keys) => {
      const rows = await livingRows(client, path);
      const found = rows.filter(({ flagKey }) => keys.includes(flagKey ?? ""));
      // Lists leave the metrics out.
      return Promise.all(found.map(async ({ id }) => ask("GET", `${id}/`)));
    },
    createExperiment: async (content) =>
      ask("POST", "", {
        feature_flag_key: content.key,
        name: content.name,
        description: content.hypothesis,
        ...(content.holdout !== undefined && { holdout_id: content.holdout }),
        ...(content.metrics.length > 0 && metricsBody(content.metrics, [])),
      }),
    updateExperiment: async (before, after) =>
      ask("PATCH", `${before.id}/`, changes(before, after, client.host)),
    carryOut: async ({ id }, deed) => ask("POST", `${id}/${CALLS[deed.verb]}/`, bodyOf(deed)),
    deleteDraft: async ({ id }) => ask("PATCH", `${id}/`, { deleted: true }),
    running: async () => {
      const rows = await livingRows(client, path);
      const running = rows.filter(
        ({ body }) => stageOf(parseDto(stageDto, body, client.host)) === "running",
      );
      return Promise.all(running.map(async ({ id }) => ask("GET", `${id}/`)));
    },
  };
}

/** The call that PostHog means for each verb (`posthog-api.md` 3.1). */
const CALLS: Readonly<Record<Verb, string>> = {
  launch: "launch",
  pause: "pause",
  resume: "resume",
  freeze: "freeze_exposure",
  unfreeze: "unfreeze_exposure",
  conclude: "end",
  ship: "ship_variant",
  archive: "archive",
  reset: "reset",
};

function bodyOf(deed: Deed): object | undefined {
  if (deed.verb === "conclude") return conclusionBody(deed.conclusion);
  if (deed.verb !== "ship") return undefined;
  const { variant, toEveryone, conclusion } = deed;
  return {
    variant_key: variant,
    release_to_everyone: toEveryone,
    ...(conclusion && conclusionBody(conclusion)),
  };
}

function conclusionBody({ verdict, comment }: Conclusion): object {
  return {
    conclusion: verdict,
    ...(comment !== undefined && { conclusion_comment: comment }),
  };
}

/** Only what changes: a launched experiment refuses some fields even when they stay as they are. */
function changes(before: ObservedExperiment, after: ExperimentContent, host: string): object {
  const [held, wanted] = [experimentSettings(before), experimentSettings(after)];
  const dto = parseDto(experimentDto, before.origin, host);
  const isMetricsChange = !isSame(
    [held.metrics, held.secondary],
    [wanted.metrics, wanted.secondary],
  );
  return {
    ...(held.name !== wanted.name && { name: after.name }),
    ...(held.hypothesis !== wanted.hypothesis && { description: after.hypothesis }),
    ...(held.holdout !== wanted.holdout && { holdout_id: after.holdout ?? null }),
    ...(isMetricsChange && metricsBody(after.metrics, [...dto.metrics, ...dto.metrics_secondary])),
    // Servers without a version refuse a body that has one.
    ...(before.version !== null && { version: before.version, original_experiment: before.origin }),
  };
}

/** Metrics are replaced whole. Whether their events were ever seen is asked at the launch. */
function metricsBody(metrics: readonly MetricDeclaration[], held: readonly MetricDto[]): object {
  return {
    metrics: metrics.filter(isPrimary).map((metric) => toMetric(metric, held)),
    metrics_secondary: metrics
      .filter((metric) => !isPrimary(metric))
      .map((metric) => toMetric(metric, held)),
    allow_unknown_events: true,
  };
}

function toObserved(dto: ExperimentDto, origin: unknown): ObservedExperiment {
  return {
    key: dto.feature_flag_key,
    id: dto.id,
    version: dto.version,
    stage: stageOf(dto),
    name: dto.name,
    hypothesis: dto.description,
    holdout: dto.holdout_id ?? dto.holdout?.id,
    metrics: [
      ...dto.metrics.map((metric) => parseMetric(metric, "primary")),
      ...dto.metrics_secondary.map((metric) => parseMetric(metric, "secondary")),
    ],
    conclusion: dto.conclusion,
    comment: dto.conclusion_comment,
    startedAt: toMoment(dto.start_date),
    endedAt: toMoment(dto.end_date),
    origin,
  };
}

/** No row holds its stage: it follows from the dates and the flag (`posthog-api.md` 3.4). */
function stageOf({
  archived,
  start_date,
  end_date,
  feature_flag,
}: Pick<ExperimentDto, "start_date" | "end_date" | "archived" | "feature_flag">): Stage {
  if (archived) return "archived";
  if (start_date === null) return "draft";
  if (end_date !== null) return "stopped";
  return feature_flag?.active === false ? "paused" : "running";
}

function toMoment(date: string | null): number | null {
  const moment = Date.parse(date ?? "");
  return Number.isNaN(moment) ? null : moment;
}
