import { isSame } from "../experiment/json.ts";
import { checkDates, checkStats, parseExperimentFields } from "./experiment-fields.ts";
import { variantsOf } from "./experiment-flag.ts";
import { linkFlag, syncFlag, withHoldout } from "./experiment-link.ts";
import { flagOf, viewExperiment } from "./experiment-view.ts";
import { unconflicted } from "./lock.ts";
import { eventsOf, parseMetrics, withMetricsSettled } from "./metric.ts";
import { invalid } from "./refusal.ts";
import type { PrivateCall } from "./route.ts";
import { insert, replace, type ExperimentRow, type FlagRow, type State } from "./state.ts";

/** The state after a write, and the experiment that was written. */
export type WrittenExperiment = readonly [state: State, experiment: ExperimentRow];

/** Creates an experiment, a draft unless it has a start date, with its flag (`posthog-api.md` 3.3). */
export function createExperiment(call: PrivateCall): WrittenExperiment {
  const { body, project, now } = call;
  const fields = parseExperimentFields(body, "create");
  const metrics = readMetrics(call);
  checkDates(fields);
  const isLaunched = (fields.start_date ?? null) !== null;
  const [linked, flag] = linkFlag(call, { name: String(fields.name), isLaunched });
  const moment = new Date(now).toISOString();
  const make = (id: number): ExperimentRow =>
    withMetricsSettled({
      ...DEFAULTS,
      name: "",
      ...fields,
      ...metrics,
      id,
      team_id: project.id,
      feature_flag_id: flag.id,
      version: 1,
      created_at: moment,
      updated_at: moment,
    });
  const [state, experiment] = insert(linked, "experiments", make);
  checkStats(experiment.stats_config, keysOf(flag));
  return [withHoldout(state, { before: null, after: experiment, now }), experiment];
}

/** Carries a PATCH out, under what a launched experiment no longer allows (`posthog-api.md` 3.4). */
export function patchExperiment(call: PrivateCall, experiment: ExperimentRow): WrittenExperiment {
  const { body, now } = call;
  const flag = flagOf(experiment, call.state);
  const given = body["feature_flag_key"];
  if (given !== undefined && given !== flag?.key)
    throw invalid("Can't update keys: get_feature_flag_key on Experiment");
  const fields = { ...parseExperimentFields(body, "update"), ...readMetrics(call, experiment) };
  const changes = unconflicted(viewExperiment(experiment, call.state), fields, {
    body,
    original: body["original_experiment"],
    what: "experiment",
  });
  const after = { ...experiment, ...changes };
  if (!isSame(datesOf(after), datesOf(experiment))) checkDates(after);
  const isLaunched = experiment.start_date !== null;
  if (isLaunched && after.holdout_id !== experiment.holdout_id)
    throw invalid("Can't update holdout on running Experiment");
  if (experiment.deleted && !after.deleted && flag?.deleted === true)
    throw invalid("Cannot restore an experiment whose feature flag has been deleted.");
  const launches = !isLaunched && after.start_date !== null;
  const synced = syncFlag(call, { flag, isLaunched, launches });
  checkStats(after.stats_config, keysOf(flagOf(after, synced)));
  const [state, written] = writeExperiment(synced, experiment, { changes, now });
  return [withHoldout(state, { before: experiment.holdout_id, after: written, now }), written];
}

/** Applies validated changes to an experiment. */
export function writeExperiment(
  state: State,
  experiment: ExperimentRow,
  { changes, now }: { readonly changes: Partial<ExperimentRow>; readonly now: number },
): WrittenExperiment {
  const written = withMetricsSettled({
    ...experiment,
    ...changes,
    version: experiment.version + 1,
    updated_at: new Date(now).toISOString(),
  });
  return [replace(state, "experiments", written), written];
}

const DEFAULTS = {
  description: null,
  type: "product",
  holdout_id: null,
  parameters: {},
  running_time_calculation: null,
  excluded_variants: [],
  start_date: null,
  end_date: null,
  conclusion: null,
  conclusion_comment: null,
  archived: false,
  deleted: false,
  exposure_cohort: null,
  exposure_criteria: { filterTestAccounts: true },
  metrics: [],
  metrics_secondary: [],
  primary_metrics_ordered_uuids: null,
  secondary_metrics_ordered_uuids: null,
  stats_config: { method: "bayesian" },
  scheduling_config: null,
  only_count_matured_users: false,
  tags: [],
} as const satisfies Partial<ExperimentRow>;

/** With a standing clock an experiment ends when it starts; only dates that are sent are judged. */
const datesOf = ({ start_date, end_date }: ExperimentRow): unknown => [start_date, end_date];

type Metrics = Partial<Pick<ExperimentRow, "metrics" | "metrics_secondary">>;

/** The metrics of a body. Their events must have been seen, unless the body says that is fine. */
function readMetrics({ body, state, project, uuid }: PrivateCall, held?: ExperimentRow): Metrics {
  const taken = new Set<string>();
  const read = (key: keyof Metrics): Metrics => {
    if (body[key] !== undefined) return { [key]: parseMetrics(body[key] ?? [], { taken, uuid }) };
    for (const metric of held?.[key] ?? []) taken.add(metric.uuid);
    return {};
  };
  const metrics = { ...read("metrics"), ...read("metrics_secondary") };
  const seen = state.events.filter(({ team_id }) => team_id === project.id).map(({ name }) => name);
  const unknown = [
    ...eventsOf([...(metrics.metrics ?? []), ...(metrics.metrics_secondary ?? [])]),
  ].filter((name) => !seen.includes(name));
  if (unknown.length > 0 && body["allow_unknown_events"] !== true)
    throw invalid(
      `Event(s) ${unknown.map((name) => `'${name}'`).join(", ")} not found. Pass allow_unknown_events=true to use events that have not been captured yet.`,
    );
  return metrics;
}

const keysOf = (flag: FlagRow | undefined): string[] =>
  flag === undefined ? [] : variantsOf(flag).map(({ key }) => key);
