import { isRecord } from "../evaluation/record.ts";
import { FLAG_PARAMETERS } from "./experiment-flag.ts";
import { parseFields } from "./fields.ts";
import { FLAG_KEY } from "./flag-write.ts";
import { invalid } from "./refusal.ts";
import {
  anything,
  boolean,
  choice,
  integer,
  list,
  Misfit,
  nullable,
  object,
  record,
  text,
  type Shape,
} from "./shape.ts";
import type { ExperimentRow } from "./state.ts";
import type { JsonRecord } from "./value.ts";

/** The plain fields of an experiment's body, without metrics and the flag. */
export type ExperimentFields = Partial<ExperimentRow>;

export const CONCLUSION: Shape = nullable(
  choice(["won", "lost", "inconclusive", "stopped_early", "invalid"]),
);
export const CONCLUSION_COMMENT: Shape = nullable(text(4000));

/**
 * Reads the plain fields of a create or update. Throws 400 for a wrong value and for keys that an
 * experiment does not have (`posthog-api.md` 3.2); fields that are only for reading are ignored.
 */
export function parseExperimentFields(
  body: JsonRecord,
  deed: "create" | "update",
): ExperimentFields {
  const known = [...Object.keys(FIELDS), ...HANDLED_ELSEWHERE, ...READ_ONLY];
  const stray = Object.keys(body).filter((key) => !known.includes(key));
  if (stray.length > 0) throw invalid(`Can't ${deed} keys: ${stray.join(", ")} on Experiment`);
  const shape = object(FIELDS, deed === "create" ? ["name", "feature_flag_key"] : []);
  const { feature_flag_key: _key, filters, ...fields } = parseFields(shape, body);
  if (isRecord(filters) && Array.isArray(filters["properties"]) && filters["properties"].length > 0)
    throw invalid("Experiments do not support global filter properties");
  return withDefaults(fields);
}

/** Refuses an end that is not after the start. */
export function checkDates({ start_date, end_date }: ExperimentFields): void {
  if (start_date && end_date && Date.parse(end_date) <= Date.parse(start_date))
    throw invalid("End date must be after start date");
}

/** Refuses a statistics method or a baseline that does not exist (`posthog-api.md` 3.7). */
export function checkStats(stats: JsonRecord, variants: readonly string[]): void {
  const { method, baseline_variant_key: baseline } = stats;
  if (!["bayesian", "frequentist"].includes(String(method)))
    throw invalid(
      `Invalid stats method: '${String(method)}'. Must be one of: bayesian, frequentist`,
    );
  if ((baseline ?? null) !== null && !variants.includes(String(baseline)))
    throw invalid(
      `Invalid baseline_variant_key: '${String(baseline)}'. Must be one of: ${variants.join(", ")}`,
    );
}

const moment: Shape = (value, path) => {
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new Misfit(
    path,
    "invalid",
    "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].",
  );
};

const FIELDS: Readonly<Record<string, Shape>> = {
  name: text(400),
  description: nullable(text(3000)),
  type: nullable(choice(["web", "product"])),
  feature_flag_key: FLAG_KEY,
  holdout_id: nullable(integer),
  parameters: nullable(record),
  running_time_calculation: nullable(
    strict([
      "minimum_detectable_effect",
      "recommended_running_time",
      "recommended_sample_size",
      "exposure_estimate_config",
    ]),
  ),
  excluded_variants: list(text(400)),
  start_date: nullable(moment),
  end_date: nullable(moment),
  conclusion: CONCLUSION,
  conclusion_comment: CONCLUSION_COMMENT,
  archived: boolean,
  deleted: boolean,
  exposure_criteria: nullable(record),
  primary_metrics_ordered_uuids: nullable(list(text(400))),
  secondary_metrics_ordered_uuids: nullable(list(text(400))),
  stats_config: nullable(record),
  scheduling_config: anything,
  filters: anything,
  only_count_matured_users: boolean,
  tags: list(text(255)),
};

/** Written, but not by this file. */
const HANDLED_ELSEWHERE: readonly string[] = `
  feature_flag metrics metrics_secondary saved_metrics_ids secondary_metrics
  allow_unknown_events update_feature_flag_params version original_experiment
  _create_in_folder personal_api_key
`
  .trim()
  .split(/\s+/);

const READ_ONLY: readonly string[] = `
  id created_at updated_at created_by user_access_level status holdout exposure_cohort
  saved_metrics is_legacy can_freeze_exposure repository resolved_exposure_event
  flag_cleanup_task_id
`
  .trim()
  .split(/\s+/);

function strict(keys: readonly string[]): Shape {
  return (value, path) => {
    const fields = record(value, path);
    const stray = Object.keys(fields).find((key) => !keys.includes(key));
    if (stray === undefined) return fields;
    throw new Misfit([...path, stray], "invalid", "Unsupported key.");
  };
}

/** The server's own choices inside what was sent, and `parameters` without what the flag holds. */
function withDefaults({
  parameters,
  exposure_criteria,
  stats_config,
  ...fields
}: JsonRecord): ExperimentFields {
  const own = Object.entries(held(parameters)).filter(([key]) => !FLAG_PARAMETERS.includes(key));
  return {
    ...fields,
    ...(parameters === undefined ? {} : { parameters: Object.fromEntries(own) }),
    ...(exposure_criteria === undefined
      ? {}
      : { exposure_criteria: { filterTestAccounts: true, ...held(exposure_criteria) } }),
    ...(stats_config === undefined
      ? {}
      : { stats_config: { method: "bayesian", ...held(stats_config) } }),
  };
}

const held = (value: unknown): JsonRecord => (isRecord(value) ? value : {});
