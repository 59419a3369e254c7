import type { ExperimentRow, Filters, FlagRow, Property, State } from "./state.ts";
import { USER } from "./user.ts";

/** A flag as the REST API shows it (`posthog-api.md` 2.2). */
export function viewFlag(flag: FlagRow, state: State): Readonly<Record<string, unknown>> {
  const experiments = experimentsOf(flag, state);
  const { team_id: _team, ...fields } = flag;
  return {
    ...fields,
    filters: withCohortNames(flag.filters, state),
    status: statusOf(flag),
    created_by: USER,
    last_modified_by: USER,
    experiment_set: experiments.map(({ id }) => id),
    experiment_set_metadata: experiments.map((experiment) => ({
      id: experiment.id,
      name: experiment.name,
      is_running: isRunning(experiment),
    })),
    surveys: [],
    features: [],
    usage_dashboard: null,
    analytics_dashboards: [],
    has_enriched_analytics: false,
    is_used_in_replay_settings: false,
    can_edit: true,
    user_access_level: "editor",
    last_called_at: null,
    is_eligible_for_experiment: isEligible(flag),
  };
}

type MinimalFlag = Pick<
  FlagRow,
  | "id"
  | "team_id"
  | "name"
  | "key"
  | "filters"
  | "deleted"
  | "active"
  | "ensure_experience_continuity"
  | "version"
  | "evaluation_runtime"
  | "bucketing_identifier"
  | "evaluation_contexts"
>;

/** Only what decides who gets what: a flag inside an experiment, and in the definitions. */
export function viewMinimalFlag(flag: FlagRow): MinimalFlag {
  return {
    id: flag.id,
    team_id: flag.team_id,
    name: flag.name,
    key: flag.key,
    filters: flag.filters,
    deleted: flag.deleted,
    active: flag.active,
    ensure_experience_continuity: flag.ensure_experience_continuity,
    version: flag.version,
    evaluation_runtime: flag.evaluation_runtime,
    bucketing_identifier: flag.bucketing_identifier,
    evaluation_contexts: flag.evaluation_contexts,
  };
}

/** The experiments that are linked to a flag and not deleted. */
export function experimentsOf(flag: FlagRow, { experiments }: State): readonly ExperimentRow[] {
  return experiments.filter(
    ({ feature_flag_id, deleted }) => feature_flag_id === flag.id && !deleted,
  );
}

/** Launched and not ended; a paused experiment counts, its row does not know that it is paused. */
export function isRunning({ start_date, end_date }: ExperimentRow): boolean {
  return start_date !== null && end_date === null;
}

/** Whether an experiment could use this flag: 2 to 20 variants. */
export function isEligible({ filters }: FlagRow): boolean {
  const count = filters.multivariate?.variants.length ?? 0;
  return count >= 2 && count <= 20;
}

function statusOf({ deleted, archived }: FlagRow): string {
  if (deleted) return "DELETED";
  return archived ? "ARCHIVED" : "ACTIVE";
}

/** Reads add the names of cohorts for display. */
function withCohortNames(filters: Filters, { cohorts }: State): Filters {
  if (filters.groups === undefined) return filters;
  const named = (property: Property): Property =>
    property.type === "cohort"
      ? { ...property, cohort_name: cohorts.find(({ id }) => id === property.value)?.name ?? null }
      : property;
  return {
    ...filters,
    groups: filters.groups.map((group) =>
      group.properties ? { ...group, properties: group.properties.map(named) } : group,
    ),
  };
}
