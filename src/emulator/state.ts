/** Where the server keeps what it knows: one plain JSON value. */
export interface StateStore {
  /** The last saved state; undefined or null when there is none yet. */
  load(): Promise<unknown>;
  save(state: unknown): Promise<void>;
}

/** Everything the server knows. Never changed in place: a handler answers with the next one. */
export interface State {
  readonly schema: 1;
  /** The last id given out, by kind of row. */
  readonly lastIds: Readonly<Record<Table, number>>;
  readonly flags: readonly FlagRow[];
  readonly experiments: readonly ExperimentRow[];
  readonly holdouts: readonly HoldoutRow[];
  readonly cohorts: readonly CohortRow[];
  readonly events: readonly EventRow[];
  /** Group types by project id, in the order of their indexes. */
  readonly groupTypes: Readonly<Record<string, readonly string[]>>;
  /** What was told of people and groups, by the JSON text of `[project, group type?, id]`. */
  readonly profiles: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What happened to flags and experiments, the oldest first. */
  readonly activity: readonly ActivityRow[];
}

/** The tables whose rows are numbered. */
export type Table = "flags" | "experiments" | "holdouts" | "cohorts";

interface Row {
  readonly id: number;
  readonly team_id: number;
}

/** A feature flag as it is kept (`posthog-api.md` 2.2). Moments are ISO texts, as PostHog shows them. */
export interface FlagRow extends Row {
  readonly key: string;
  readonly name: string;
  readonly filters: Filters;
  readonly active: boolean;
  readonly deleted: boolean;
  readonly archived: boolean;
  readonly version: number;
  readonly tags: readonly string[];
  readonly ensure_experience_continuity: boolean | null;
  readonly bucketing_identifier: "distinct_id" | "device_id" | null;
  readonly evaluation_runtime: string | null;
  readonly evaluation_contexts: readonly string[];
  readonly is_remote_configuration: boolean;
  readonly has_encrypted_payloads: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A flag's `filters` after validation (`posthog-api.md` 2.3). */
export interface Filters {
  readonly groups?: readonly Group[];
  readonly multivariate?: { readonly variants: readonly Variant[] } | null;
  readonly payloads?: Readonly<Record<string, string>> | null;
  readonly aggregation_group_type_index?: number | null;
  readonly holdout?: { readonly id: number; readonly exclusion_percentage: number } | null;
  readonly feature_enrollment?: boolean | null;
  readonly early_exit?: boolean | null;
}

export interface Group {
  readonly properties?: readonly Property[] | null;
  readonly rollout_percentage?: number | null;
  readonly variant?: string | null;
  readonly aggregation_group_type_index?: number | null;
  readonly description?: string | null;
  readonly exposure_frozen?: boolean | null;
  readonly exposure_frozen_cohort?: number | null;
}

export interface Property {
  readonly key: string;
  readonly type: "person" | "group" | "cohort" | "flag";
  readonly operator?: string | null;
  readonly value?: unknown;
  readonly group_type_index?: number | null;
  readonly cohort_name?: string | null;
}

export interface Variant {
  readonly key: string;
  readonly name?: string | null;
  readonly rollout_percentage: number;
}

/** An experiment as it is kept; what belongs to its flag is read from the flag. */
export interface ExperimentRow extends Row {
  readonly name: string;
  readonly description: string | null;
  readonly type: string | null;
  readonly feature_flag_id: number | null;
  readonly holdout_id: number | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly running_time_calculation: unknown;
  readonly excluded_variants: readonly string[];
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly conclusion: string | null;
  readonly conclusion_comment: string | null;
  readonly archived: boolean;
  readonly deleted: boolean;
  readonly exposure_cohort: number | null;
  readonly exposure_criteria: Readonly<Record<string, unknown>>;
  readonly metrics: readonly Metric[];
  readonly metrics_secondary: readonly Metric[];
  readonly primary_metrics_ordered_uuids: readonly string[] | null;
  readonly secondary_metrics_ordered_uuids: readonly string[] | null;
  readonly stats_config: Readonly<Record<string, unknown>>;
  readonly scheduling_config: unknown;
  readonly only_count_matured_users: boolean;
  readonly tags: readonly string[];
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A metric; its uuid and fingerprint are the server's. */
export type Metric = Readonly<Record<string, unknown>> & {
  readonly uuid: string;
  readonly fingerprint: string;
};

/** An experiment holdout (`posthog-api.md` 3.8). */
export interface HoldoutRow extends Row {
  readonly name: string;
  readonly description: string | null;
  readonly filters: readonly Readonly<Record<string, unknown>>[];
  readonly created_at: string;
  readonly updated_at: string;
}

/** A cohort; a static one has no properties that anyone else could evaluate. */
export interface CohortRow extends Row {
  readonly name: string;
  readonly is_static: boolean;
  readonly deleted: boolean;
  readonly filters: { readonly properties?: unknown };
  readonly created_at: string;
}

/** An event name that has been captured at least once. */
export interface EventRow {
  readonly team_id: number;
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly last_seen_at: string;
}

/** An entry of the audit trail. */
export interface ActivityRow {
  readonly id: string;
  readonly team_id: number;
  readonly scope: "FeatureFlag" | "Experiment";
  readonly item_id: string;
  readonly activity: string;
  readonly detail: {
    readonly name: string;
    /** Null for what was created. */
    readonly changes: readonly Readonly<Record<string, unknown>>[] | null;
  };
  readonly created_at: string;
}

/** The next state with a new row, which `make` builds from its id. */
export function insert<Name extends Table>(
  state: State,
  table: Name,
  make: (id: number) => State[Name][number],
): readonly [state: State, row: State[Name][number]] {
  const id = state.lastIds[table] + 1;
  const row = make(id);
  const lastIds = { ...state.lastIds, [table]: id };
  return [{ ...state, lastIds, [table]: [...state[table], row] }, row];
}

/** The next state with one row in place of that of the same id. */
export function replace<Name extends Table>(
  state: State,
  table: Name,
  row: State[Name][number],
): State {
  return { ...state, [table]: state[table].map((held) => (held.id === row.id ? row : held)) };
}

/** A store that forgets when the process ends. */
export function memoryStore(): StateStore {
  let held: unknown;
  return {
    load: async () => held,
    save: async (state) => {
      held = structuredClone(state);
    },
  };
}
