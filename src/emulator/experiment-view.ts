import { isRunning, viewMinimalFlag } from "./flag-view.ts";
import { notFound } from "./refusal.ts";
import type { PrivateCall } from "./route.ts";
import type { ExperimentRow, FlagRow, State } from "./state.ts";
import { USER } from "./user.ts";
import type { JsonRecord } from "./value.ts";

export type ExperimentStatus = "draft" | "running" | "paused" | "exposure_frozen" | "stopped";

/** An experiment as `GET /{id}/` shows it (`posthog-api.md` 3.2). */
export function viewExperiment(
  experiment: ExperimentRow,
  state: State,
): JsonRecord & { readonly id: number } {
  const { team_id: _team, feature_flag_id: _flag, holdout_id, ...fields } = experiment;
  const flag = flagOf(experiment, state);
  const status = statusOf(experiment, flag);
  return {
    ...fields,
    status,
    feature_flag_key: flag?.key ?? null,
    feature_flag: flag === undefined ? null : viewMinimalFlag(flag),
    parameters: { ...fields.parameters, ...flagParameters(flag) },
    holdout_id,
    holdout: state.holdouts.find(({ id }) => id === holdout_id) ?? null,
    saved_metrics: [],
    created_by: USER,
    user_access_level: "editor",
    is_legacy: false,
    can_freeze_exposure: status === "running",
    resolved_exposure_event: "$feature_flag_called",
    flag_cleanup_task_id: null,
    repository: null,
  };
}

/** The same without its metrics, as lists show it. */
export function viewLean(
  experiment: ExperimentRow,
  state: State,
): JsonRecord & { readonly id: number } {
  const view = viewExperiment(experiment, state);
  const lean = Object.entries(view).filter(([field]) => !METRICS.includes(field));
  return { ...Object.fromEntries(lean), id: view.id };
}

/** The stage, which no row holds: it follows from the dates and the flag (`posthog-api.md` 3.4). */
export function statusOf(experiment: ExperimentRow, flag: FlagRow | undefined): ExperimentStatus {
  if (experiment.start_date === null) return "draft";
  if (!isRunning(experiment)) return "stopped";
  if (flag?.active === false) return "paused";
  return flag !== undefined && isFrozen(flag) ? "exposure_frozen" : "running";
}

/** Whether a flag's groups carry the stamp of a closed enrolment. */
export function isFrozen({ filters }: FlagRow): boolean {
  return (filters.groups ?? []).some(({ exposure_frozen }) => exposure_frozen === true);
}

/** The flag that an experiment is linked to, deleted or not. */
export function flagOf({ feature_flag_id }: ExperimentRow, { flags }: State): FlagRow | undefined {
  return flags.find(({ id }) => id === feature_flag_id);
}

/** An experiment of the project by its numeric id, a deleted one too, or 404. */
export function experimentIn({ state, project }: PrivateCall, asked: unknown): ExperimentRow {
  const experiment = state.experiments.find(
    ({ id, team_id }) => String(id) === String(asked) && team_id === project.id,
  );
  if (experiment === undefined) throw notFound();
  return experiment;
}

const METRICS: readonly string[] = ["metrics", "metrics_secondary", "saved_metrics"];

/** What `parameters` repeats of the flag, in the words of the older API. */
function flagParameters(flag: FlagRow | undefined): JsonRecord {
  if (flag === undefined) return {};
  const { multivariate, groups, payloads, aggregation_group_type_index } = flag.filters;
  const variants = (multivariate?.variants ?? []).map((variant) => ({
    ...variant,
    split_percent: variant.rollout_percentage,
  }));
  const said = {
    feature_flag_variants: variants,
    rollout_percentage: groups?.[0]?.rollout_percentage ?? undefined,
    aggregation_group_type_index: aggregation_group_type_index ?? undefined,
    feature_flag_payloads: payloads ?? undefined,
    ensure_experience_continuity: flag.ensure_experience_continuity ?? undefined,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}
