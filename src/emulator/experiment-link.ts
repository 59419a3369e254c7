import { isRecord } from "../evaluation/record.ts";
import { isSame } from "../experiment/json.ts";
import {
  changesVariants,
  configureFlag,
  createFlagOf,
  differs,
  readFlagConfig,
  requireVariants,
} from "./experiment-flag.ts";
import { flagOf } from "./experiment-view.ts";
import { writeFlag } from "./flag-write.ts";
import { exclusionOf } from "./holdouts.ts";
import { invalid } from "./refusal.ts";
import type { PrivateCall } from "./route.ts";
import type { ExperimentRow, FlagRow, State } from "./state.ts";
import type { JsonRecord } from "./value.ts";

/** A flag with the key is reused as it is; else one is created, inactive until the launch. */
export function linkFlag(
  { state, body, project, now }: PrivateCall,
  { name, isLaunched }: { readonly name: string; readonly isLaunched: boolean },
): readonly [State, FlagRow] {
  const key = String(body["feature_flag_key"]);
  const config = readFlagConfig(body);
  const held = state.flags.find(
    (flag) => flag.team_id === project.id && flag.key === key && !flag.deleted,
  );
  if (held === undefined) {
    const flag = { team_id: project.id, key, name: `Feature Flag for Experiment ${name}` };
    return createFlagOf(state, config ?? {}, { ...flag, active: isLaunched, now });
  }
  if (config !== undefined)
    throw invalid(
      `A feature flag with key '${key}' already exists; the experiment links to it as-is, so its config cannot be set here. Omit feature_flag to reuse the existing flag, or edit the flag directly.`,
      "feature_flag",
    );
  requireVariants(held);
  return isLaunched && !held.active
    ? writeFlag(state, held, { changes: { active: true }, now })
    : [state, held];
}

/** What an update of the experiment does to its flag. */
export function syncFlag(
  { state, body, now }: PrivateCall,
  {
    flag,
    isLaunched,
    launches,
  }: Readonly<{ flag: FlagRow | undefined; isLaunched: boolean; launches: boolean }>,
): State {
  const config = readFlagConfig(withoutEcho(body));
  if (flag === undefined) return state;
  const isChange = config !== undefined && differs(config, flag);
  if (isChange && isLaunched) {
    if (changesVariants(config, flag))
      throw invalid("Can't update feature_flag_variants on Experiment");
    if (body["update_feature_flag_params"] !== true)
      throw invalid(
        "This experiment is running. To change its flag config, send update_feature_flag_params=true (or edit the feature flag directly).",
        "feature_flag",
      );
  }
  const [next, configured] = isChange ? configureFlag(state, flag, { config, now }) : [state, flag];
  if (!launches) return next;
  if (configured.deleted)
    throw invalid("Experiment cannot be launched because its feature flag has been deleted.");
  requireVariants(configured);
  return configured.active
    ? next
    : writeFlag(next, configured, { changes: { active: true }, now })[0];
}

/** Parameters that are sent as they were read ask for nothing, even when the flag moved on since. */
function withoutEcho({ parameters, ...body }: JsonRecord): JsonRecord {
  const original = body["original_experiment"];
  const isEcho = isRecord(original) && isSame(parameters, original["parameters"]);
  return isEcho ? body : { ...body, parameters };
}

/** A linked flag carries its experiment's holdout, once that is chosen or changed. */
export function withHoldout(
  state: State,
  { before, after, now }: Readonly<{ before: number | null; after: ExperimentRow; now: number }>,
): State {
  const flag = flagOf(after, state);
  if (flag === undefined || after.holdout_id === before) return state;
  const holdout = state.holdouts.find(({ id }) => id === after.holdout_id);
  if (holdout === undefined && after.holdout_id !== null)
    throw invalid(
      `Invalid pk "${after.holdout_id}" - object does not exist.`,
      "holdout_id",
      "does_not_exist",
    );
  const embedded =
    holdout === undefined ? null : { id: holdout.id, exclusion_percentage: exclusionOf(holdout) };
  const changes = { filters: { ...flag.filters, holdout: embedded } };
  return writeFlag(state, flag, { changes, now })[0];
}
