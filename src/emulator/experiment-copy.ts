import { parseFields } from "./fields.ts";
import { flagOf, viewExperiment } from "./experiment-view.ts";
import { createExperiment } from "./experiment-write.ts";
import { FLAG_KEY } from "./flag-write.ts";
import { notFound } from "./refusal.ts";
import type { Answer, PrivateCall } from "./route.ts";
import { integer, object, text } from "./shape.ts";
import type { ExperimentRow } from "./state.ts";
import type { JsonRecord } from "./value.ts";

const duplicateShape = object({ feature_flag_key: FLAG_KEY, name: text(400) });
const copyShape = object({ target_team_id: integer, feature_flag_key: FLAG_KEY, name: text(400) }, [
  "target_team_id",
]);

/** A new draft with the same definition; without a key of its own it shares the flag. */
export function duplicate(call: PrivateCall, experiment: ExperimentRow): Answer {
  const { name, feature_flag_key } = parseFields(duplicateShape, call.body);
  return copy(call, experiment, { feature_flag_key, name: name ?? `${experiment.name} (Copy)` });
}

/** A new draft in another project, which then has a flag of the same key unless told. */
export function copyToProject(call: PrivateCall, experiment: ExperimentRow): Answer {
  const { target_team_id, ...fields } = parseFields(copyShape, call.body);
  const project = call.projects.find(({ id }) => id === target_team_id);
  if (project === undefined) throw notFound();
  const copied = { ...experiment, holdout_id: null, exposure_cohort: null };
  return copy({ ...call, project }, copied, fields);
}

/** What a copy takes over: the definition, and nothing of what happened. */
const COPIED = `
  description type running_time_calculation excluded_variants exposure_criteria metrics
  metrics_secondary primary_metrics_ordered_uuids secondary_metrics_ordered_uuids stats_config
  holdout_id only_count_matured_users tags
`
  .trim()
  .split(/\s+/);

function copy(call: PrivateCall, experiment: ExperimentRow, fields: JsonRecord): Answer {
  const { state, project } = call;
  const shown = viewExperiment(experiment, state);
  const key = fields["feature_flag_key"] ?? flagOf(experiment, state)?.key;
  const isHeld = state.flags.some(
    (flag) => flag.team_id === project.id && flag.key === key && !flag.deleted,
  );
  const body = {
    ...Object.fromEntries(COPIED.map((field) => [field, shown[field]])),
    name: fields["name"] ?? experiment.name,
    feature_flag_key: key,
    // A flag that is there is used as it is; a new one gets the variants of the old one.
    parameters: isHeld ? experiment.parameters : shown["parameters"],
    allow_unknown_events: true,
  };
  const [next, created] = createExperiment({ ...call, body });
  return { status: 201, body: viewExperiment(created, next), state: next };
}
