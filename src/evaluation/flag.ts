/**
 * A flag as PostHog writes it, in PostHog's own names (`posthog-api.md` 2.3 and 4.2). The
 * evaluator reads it as foreign data: what is typed here is what a well-formed flag holds.
 */
export interface FlagDefinition {
  readonly key: string;
  readonly active: boolean;
  readonly filters: FlagFilters;
  readonly id?: number;
  readonly name?: string;
  readonly version?: number | null;
  readonly deleted?: boolean;
  readonly ensure_experience_continuity?: boolean | null;
  readonly bucketing_identifier?: "distinct_id" | "device_id" | null;
}

export interface FlagFilters {
  readonly groups?: readonly ReleaseGroup[] | null;
  readonly multivariate?: { readonly variants: readonly FlagVariant[] } | null;
  /** JSON text by `"true"` or variant key. */
  readonly payloads?: Readonly<Record<string, unknown>> | null;
  readonly aggregation_group_type_index?: number | null;
  /** Without a percentage, which only PostHog may know, a holdout holds nobody out. */
  readonly holdout?: { readonly id: number; readonly exclusion_percentage?: number } | null;
  readonly early_exit?: boolean | null;
}

/** One set of conditions, evaluated in order; the first match wins. */
export interface ReleaseGroup {
  readonly properties?: readonly FlagProperty[] | null;
  /** 0 to 100, fractions allowed; null or absent means everyone. */
  readonly rollout_percentage?: number | null;
  readonly variant?: string | null;
  readonly aggregation_group_type_index?: number | null;
  readonly description?: string | null;
}

export interface FlagVariant {
  readonly key: string;
  readonly name?: string | null;
  readonly rollout_percentage: number;
}

/** One condition on one property. */
export interface FlagProperty {
  readonly key: string;
  readonly type?: "person" | "group" | "cohort" | "flag";
  /** Null or absent means `exact`. */
  readonly operator?: string | null;
  readonly value?: unknown;
  readonly negation?: boolean;
  readonly group_type_index?: number | null;
  readonly dependency_chain?: readonly string[];
}

/** The body of PostHog's local-evaluation endpoint. */
export interface Definitions {
  readonly flags: readonly FlagDefinition[];
  readonly group_type_mapping?: Readonly<Record<string, string>> | null;
  readonly cohorts?: Readonly<Record<string, unknown>> | null;
  /** Absent or 1: legacy `exact`; 2: explicit. */
  readonly property_matching_version?: number | null;
}
